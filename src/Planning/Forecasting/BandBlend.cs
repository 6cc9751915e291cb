namespace SageServe.Planning;

/// <summary>
/// Several ways to make a band, mixed quantile by quantile by the pinball loss that each had lately. A peak's outcome depends on the load's
/// kind more than its mean does: one load's peaks follow their time of day, another's the last value, a third's come in wild hours.
/// </summary>
internal sealed class BandBlend(BandMaker maker)
{
    private static readonly BandRecipe[] Recipes =
    [
        new(OfLastValue: false, IsScaled: true, IsByTimeOfDay: true),
        BandRecipe.Plain,
        new(OfLastValue: true, IsScaled: true, IsByTimeOfDay: true),
        new(OfLastValue: true, IsScaled: false, IsByTimeOfDay: false),
    ];

    /// <summary>Weights go by this power of the loss's inverse, as those of methods do.</summary>
    private const double Power = 8;

    /// <summary>Stands in for no loss at all.</summary>
    private const double Least = 1e-12;

    private readonly double[,] _losses = new double[Recipes.Length, ForecastQuantiles.Count];
    private Instant _scoredAt;

    /// <summary>Logarithms of the quantiles; null with too few residuals. What each way said is noted with the entry.</summary>
    public double[]? Make(IReadOnlyList<TargetEntry> entries, TargetEntry entry, double[] weights, MemoryLength memory)
    {
        var said = new double[Recipes.Length][];
        for (var r = 0; r < said.Length; r++)
        {
            if (maker.Make(Recipes[r], entries, entry, weights, memory) is not { } quantiles || !double.IsFinite(quantiles[1]))
            {
                return maker.Make(BandRecipe.Plain, entries, entry, weights, memory);
            }

            said[r] = quantiles;
        }

        entry.Bands = said;
        return [.. Enumerable.Range(0, ForecastQuantiles.Count).Select(q => Mix(said, q))];
    }

    /// <summary>Takes in what came of a forecast.</summary>
    public void Learn(TargetEntry entry)
    {
        if (entry.Bands is not { } bands)
        {
            return;
        }

        var fade = MemoryLength.ErrorFade(entry.Origin - _scoredAt);
        _scoredAt = entry.Origin;
        var came = Math.Exp(entry.Came);
        for (var r = 0; r < bands.Length; r++)
        {
            for (var q = 0; q < ForecastQuantiles.Count; q++)
            {
                var (above, level) = (came - Math.Exp(bands[r][q]), ForecastQuantiles.Levels[q]);
                _losses[r, q] = _losses[r, q] * fade + Math.Max(level * above, (level - 1) * above);
            }
        }
    }

    private double Mix(double[][] said, int q)
    {
        var least = double.PositiveInfinity;
        for (var r = 0; r < said.Length; r++)
        {
            least = Math.Min(least, _losses[r, q] + Least);
        }

        double sum = 0;
        double weights = 0;
        for (var r = 0; r < said.Length; r++)
        {
            var weight = Math.Pow(least / (_losses[r, q] + Least), Power);
            sum += weight * said[r][q];
            weights += weight;
        }

        return sum / weights;
    }
}
