using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Adds up series to the load of a region or a model. Medians add; margins add as squares, because the errors of different series
/// are taken as independent: a sum is steadier than its parts.
/// </summary>
internal sealed class LoadSum(int horizon)
{
    private readonly double[] _medians = new double[horizon];
    private readonly double[] _squares = new double[horizon];
    private double _patient;

    public ImmutableArray<double> Interactive => [.. _medians];

    public ImmutableArray<double> Load => [.. _medians.Zip(_squares, (median, square) => median + Math.Sqrt(square) + _patient)];

    public void Add(SeriesForecast forecast, double riskShare)
    {
        if (!forecast.Series.Tier.IsInteractive())
        {
            _patient += forecast.Peak;
            return;
        }

        for (var i = 0; i < forecast.Points.Length; i++)
        {
            var margin = Margin(forecast.Points[i], riskShare);
            _medians[i] += forecast.Points[i].Median;
            _squares[i] += margin * margin;
        }
    }

    /// <summary>What one series is planned above its median.</summary>
    public static double Margin(ForecastPoint point, double riskShare)
    {
        var margin = riskShare * (point.High - point.Median);
        Invariant.Holds(double.IsFinite(margin) && margin >= 0 && point.Median >= 0, "a forecast is a finite, non-negative number");
        return margin;
    }
}
