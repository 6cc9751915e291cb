namespace SageServe.Simulator;

/// <summary>The latency percentiles that are compared, under their names.</summary>
internal static class LatencyFigures
{
    /// <param name="prefix">Path of the tier, with its last dot.</param>
    /// <param name="ttft">Null, as the others, without a sample: the figures are then null as well.</param>
    /// <param name="tbt">Time between tokens.</param>
    /// <param name="e2e">Arrival to the last token.</param>
    public static IEnumerable<Figure> Of(string prefix, Quantiles? ttft, Quantiles? tbt, Quantiles? e2e)
    {
        foreach (var (name, quantiles) in new[] { ("ttft_seconds", ttft), ("tbt_seconds", tbt), ("e2e_seconds", e2e) })
        {
            yield return new($"{prefix}{name}.p50", quantiles?.P50);
            yield return new($"{prefix}{name}.p95", quantiles?.P95);
            yield return new($"{prefix}{name}.p99", quantiles?.P99);
        }
    }
}
