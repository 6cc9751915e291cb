namespace SageServe.Planning;

/// <summary>A value between the quantiles that are known.</summary>
internal static class QuantileLine
{
    /// <summary>On a straight line between neighbours; the outermost beyond them; 0 where none is known.</summary>
    public static double At(IReadOnlyDictionary<double, double> quantiles, double wanted)
    {
        var known = quantiles.OrderBy(q => q.Key).ToList();
        if (known.Count == 0)
        {
            return 0;
        }

        var above = known.FindIndex(q => q.Key >= wanted);
        if (above <= 0)
        {
            return above == 0 ? known[0].Value : known[^1].Value;
        }

        var (low, high) = (known[above - 1], known[above]);
        return low.Value + (high.Value - low.Value) * (wanted - low.Key) / (high.Key - low.Key);
    }
}
