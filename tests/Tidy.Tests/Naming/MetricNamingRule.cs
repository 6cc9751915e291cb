using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>Prometheus' conventions for names, labels, help and buckets.</summary>
internal sealed partial class MetricNamingRule(IEnumerable<MetricName> metrics) : ITidyRule
{
    private static readonly string[] Counts = ["_sum", "_count", "_bucket"];

    public IEnumerable<string> Violations()
    {
        var all = metrics.ToArray();
        foreach (var twice in all.GroupBy(m => m.Name).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key}: declared {twice.Count()} times.";
        }

        foreach (var violation in all.SelectMany(Of))
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> Of(MetricName metric)
    {
        if (!Name().IsMatch(metric.Name))
        {
            yield return $"{metric.Name}: must be sageserve_ and lower-case words joined by underscores.";
        }

        if (Counts.Any(metric.Name.EndsWith))
        {
            yield return $"{metric.Name}: this ending is Prometheus' own.";
        }

        if (metric.Help.Length == 0 || !metric.Help.EndsWith('.'))
        {
            yield return $"{metric.Name}: the help is to be a sentence that ends with a full stop.";
        }

        foreach (var label in metric.Labels.Where(l => !Label().IsMatch(l)))
        {
            yield return $"{metric.Name}: label '{label}' must be lower-case words joined by underscores.";
        }

        if (metric.Labels.Distinct().Count() != metric.Labels.Length)
        {
            yield return $"{metric.Name}: a label stands twice.";
        }

        if (metric.Buckets.Length > 0 && metric.Name.EndsWith("_total", StringComparison.Ordinal))
        {
            yield return $"{metric.Name}: _total is for counters, and counters have no buckets.";
        }

        if (!metric.Buckets.SequenceEqual(metric.Buckets.Distinct().Order()))
        {
            yield return $"{metric.Name}: the buckets do not ascend.";
        }
    }

    [GeneratedRegex("^sageserve(_[a-z0-9]+)+$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex Label();
}
