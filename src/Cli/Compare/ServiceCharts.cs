namespace SageServe.Cli;

/// <summary>Attainment and latencies of each tier, one chart each, one row for each strategy.</summary>
internal static class ServiceCharts
{
    private static readonly (string Path, string Title, string Label)[] Latencies =
        [("ttft_seconds", "TTFT", "arrival to first token, streams"), ("tbt_seconds", "TBT", "mean time between tokens of a request"), ("e2e_seconds", "E2E", "arrival to last token")];

    private static readonly string[] Quantiles = ["p50", "p95", "p99"];

    public static IEnumerable<(string Svg, string Caption)> All(ComparisonResult result, int variant)
    {
        var summaries = Enumerable.Range(0, result.Plan.Strategies.Length).Select(i => result.Summary(variant, i)).ToList();
        var tiers = ServiceTiers.All.Select(t => t.WireName()).Where(t => summaries.Any(s => s.Value(RunFigures.OfTier(t, "requests"))?.Mean > 0)).ToList();
        foreach (var tier in tiers)
        {
            yield return (Attainment(summaries, tier), "");
            foreach (var (path, title, label) in Latencies)
            {
                if (summaries.Any(s => s.Value(RunFigures.OfTier(tier, path + ".p50")) is not null))
                {
                    yield return (Latency(summaries, tier, path, $"{title}, {tier}", label), "");
                }
            }
        }
    }

    private static string Attainment(List<StrategySummary> summaries, string tier)
    {
        var path = RunFigures.OfTier(tier, "slo_attainment");
        var lowest = summaries.Select(s => s.Value(path)?.Low ?? s.Value(path)?.Mean ?? 1).DefaultIfEmpty(1).Min();
        return new BarChart
        {
            Title = $"SLO attainment, {tier}",
            Values = new ChartAxis("share of requests that met their target (axis does not begin at 0)", AxisKind.Share) { Min = Math.Max(0, Math.Min(lowest - (1 - lowest) * 0.1, 0.99)), Max = 1 },
            Dots = true,
            Rows = [.. summaries.Select(s => new BarRow(s.Strategy, [CapacityCharts.Bar(s.Value(path))]))],
            Format = v => EstimateText.Percent(v),
        }.ToSvg();
    }

    private static string Latency(List<StrategySummary> summaries, string tier, string path, string title, string label) => new BarChart
    {
        Title = title,
        Values = new ChartAxis($"{label} (logarithmic)", AxisKind.Seconds) { Log = true },
        Dots = true,
        Series = Quantiles,
        Rows = [.. summaries.Select(s => new BarRow(s.Strategy, [.. Quantiles.Select(q => CapacityCharts.Bar(s.Value(RunFigures.OfTier(tier, $"{path}.{q}"))))]))],
    }.ToSvg();
}
