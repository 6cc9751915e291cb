namespace SageServe.Planning;

/// <summary>How the forecasts of a load did that have come out.</summary>
/// <param name="Wape">Weighted absolute percentage error of the planning window's mean: sum of |actual - forecast| over sum of actual, recent ones counting more.</param>
/// <param name="OverLastValue">Its error over that of the last value; below one it does better.</param>
/// <param name="Residuals">Forecasts behind the band.</param>
/// <param name="Coverage90">Share of what came within the 90 % band.</param>
/// <param name="Loses">True while the last value does better.</param>
internal sealed record ForecastScore(double Wape, double OverLastValue, int Residuals, double Coverage90, bool Loses);
