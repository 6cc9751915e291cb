namespace SageServe.Planning;

/// <summary>
/// Widens or narrows each quantile by how often it was passed (adaptive conformal inference): a quantile that is passed more often than
/// its level says moves outwards, one that is passed less often inwards. Its long-run coverage is then right whatever the load does,
/// to within the range of the factor over the number of forecasts.
/// </summary>
internal sealed class BandWidth
{
    private const double Gain = 0.1;
    private const double Narrowest = 0.25;
    private const double Widest = 4;

    /// <summary>A load that never changes has a band without width, which rounding must not pass.</summary>
    public const double Rounding = 1e-9;

    private readonly double[] _factors = [1, 1, 1, 1, 1];

    public double Factor(int quantile) => _factors[quantile];

    /// <param name="issued">Logarithms of the quantiles issued.</param>
    /// <param name="came">Logarithm of what came.</param>
    /// <param name="overlap">Forecasts made up to the one before it came out: they repeat its error.</param>
    public void Learn(ReadOnlySpan<double> issued, double came, int overlap)
    {
        for (var q = 0; q < _factors.Length; q++)
        {
            var level = ForecastQuantiles.Levels[q];
            var beyond = level < 0.5 ? level : 1 - level;
            var isPassed = level < 0.5 ? came < issued[q] - Rounding : came > issued[q] + Rounding;
            var step = Gain / Math.Max(1, overlap) * ((isPassed ? 1 : 0) - beyond);
            _factors[q] = q == 1 ? 1 : Math.Clamp(_factors[q] * Math.Exp(step), Narrowest, Widest);
        }
    }
}
