namespace SageServe.Planning;

/// <summary>Quantiles of one target made from its past forecasts and what came of them.</summary>
/// <param name="target">Tells when a forecast's outcome was known.</param>
internal sealed class BandMaker(ForecastTarget target)
{
    private readonly ResidualSample _sample = new();
    private readonly List<(Instant Origin, double Value, double Weight)> _residuals = [];

    /// <summary>Residuals behind the band made last.</summary>
    public int Count => _sample.Count;

    /// <summary>Logarithms of the quantiles; null with too few residuals.</summary>
    /// <param name="recipe">How.</param>
    /// <param name="entries">The past, in order of time.</param>
    /// <param name="entry">What methods say now.</param>
    /// <param name="weights">Of the methods.</param>
    /// <param name="memory">How much an earlier residual still counts.</param>
    public double[]? Make(BandRecipe recipe, IReadOnlyList<TargetEntry> entries, TargetEntry entry, double[] weights, MemoryLength memory)
    {
        Collect(recipe, entries, entry.Origin, weights, memory);
        if (_sample.Count < ResidualSample.Least)
        {
            return null;
        }

        var (middle, scale) = recipe.IsScaled ? Rescale(entry.Origin) : (0, 1);
        var centre = (recipe.OfLastValue ? entry.Said[0] : entry.Combined(weights)) + middle;
        var quantiles = new double[ForecastQuantiles.Count];
        for (var q = 0; q < quantiles.Length; q++)
        {
            quantiles[q] = centre + scale * _sample.Quantile(ForecastQuantiles.Levels[q]);
        }

        return quantiles;
    }

    private void Collect(BandRecipe recipe, IReadOnlyList<TargetEntry> entries, Instant origin, ReadOnlySpan<double> weights, MemoryLength memory)
    {
        _sample.Clear();
        _residuals.Clear();
        foreach (var past in entries)
        {
            var residual = past.Came - (recipe.OfLastValue ? past.Said[0] : past.Combined(weights));
            if (double.IsFinite(residual))
            {
                var weight = memory.Weight(past.Origin, origin, recipe.IsByTimeOfDay);
                _residuals.Add((past.Origin, residual, weight));
                _sample.Add(residual, weight);
            }
        }
    }

    /// <summary>Puts residuals in units of how far off forecasts were when each was made; answers their middle, and how far off they are now.</summary>
    private (double Middle, double Scale) Rescale(Instant origin)
    {
        var middle = _sample.Quantile(0.5);
        var spread = new LocalSpread(_residuals, middle, target.End);
        _sample.Clear();
        foreach (var (at, value, weight) in _residuals)
        {
            _sample.Add((value - middle) / spread.At(at), weight);
        }

        return (middle, spread.At(origin));
    }
}
