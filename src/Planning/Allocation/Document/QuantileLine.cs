namespace SageServe.Planning;

/// <summary>A value between the quantiles that are known.</summary>
internal static class QuantileLine
{
    /// <summary>On a straight line between neighbours; the outermost beyond them; 0 where none is known.</summary>
    public static double At(IEnumerable<ProblemQuantile> quantiles, double wanted)
    {
        var known = quantiles.OrderBy(q => q.Quantile).ToList();
        if (known.Count == 0)
        {
            return 0;
        }

        var above = known.FindIndex(q => q.Quantile >= wanted);
        if (above <= 0)
        {
            return above == 0 ? known[0].TokensPerSecond : known[^1].TokensPerSecond;
        }

        var (low, high) = (known[above - 1], known[above]);
        return low.TokensPerSecond + (high.TokensPerSecond - low.TokensPerSecond) * (wanted - low.Quantile) / (high.Quantile - low.Quantile);
    }
}
