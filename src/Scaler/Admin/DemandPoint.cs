namespace SageServe.Scaler;

/// <summary>
/// One step. The forecast of a step that is over is the last one made before it; its band is the sum of the series' bands, and so wider
/// than the band of the sum.
/// </summary>
/// <param name="At">Start of the step.</param>
/// <param name="Actual">Mean of the bins that were seen; null where none was.</param>
/// <param name="Median">Forecast; null where none was made.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end of the band.</param>
internal sealed record DemandPoint(Instant At, double? Actual, double? Median, double? Low, double? High);
