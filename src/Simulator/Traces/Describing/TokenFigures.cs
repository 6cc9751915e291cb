namespace SageServe.Simulator;

/// <summary>A distribution of token counts; quantiles are off by at most 0.4 %.</summary>
/// <param name="Quantiles">By percent: p1 to p99 and p99.9.</param>
/// <param name="Cdf">Token counts at 0 %, 2 %, 4 % ... 100 %.</param>
public sealed record TokenFigures(double Mean, long Sum, SortedDictionary<string, double> Quantiles, IReadOnlyList<double> Cdf)
{
    private static readonly (string Name, double At)[] Named =
        [("p01", 0.01), ("p05", 0.05), ("p10", 0.10), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p90", 0.90), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)];

    internal static TokenFigures Of(QuantileSketch sketch, long sum) => new(
        Math.Round(sum / (double)Math.Max(1, sketch.Count), 4),
        sum,
        new SortedDictionary<string, double>(Named.ToDictionary(n => n.Name, n => Math.Round(sketch.At(n.At))), StringComparer.Ordinal),
        [.. Enumerable.Range(0, 51).Select(i => Math.Round(sketch.At(i / 50.0)))]);
}
