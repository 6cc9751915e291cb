namespace SageServe.Hosting;

/// <summary>One series of a Prometheus answer: labels, and values by time.</summary>
/// <param name="Labels">By name.</param>
/// <param name="Values">In order of time, milliseconds since the Unix epoch; at least one.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(long Milliseconds, double Value)> Values)
{
    private static readonly HashSet<string> OfTheMetric = ["__name__", LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier, LabelNames.Outcome];

    /// <summary>Which scraped process the series is of: its labels less those that the metric itself has.</summary>
    public string Target => string.Join(',', Labels.Where(l => !OfTheMetric.Contains(l.Key)).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
}
