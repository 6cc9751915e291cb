using System.Reflection;
using System.Text.RegularExpressions;

namespace SageServe.Monitoring.Tests;

/// <summary>Looks into PromQL: metrics and labels that nobody exports make a panel empty and an alert silent, and nothing else says so.</summary>
internal static partial class Queries
{
    private static readonly string[] Everywhere = ["namespace", "cluster", "instance", "job", "le", "__name__"];

    /// <summary>Of the fleet, by the chart's PodMonitor or the gateway's list of engines; and those that vLLM sets.</summary>
    private static readonly string[] OfEngines = ["model", "region", "replica", "accelerator", "capacity_type", "revision", "model_name", "engine", "finished_reason"];

    private static readonly Dictionary<string, string[]> Known = Names();

    /// <summary>What is wrong with a query, in words.</summary>
    public static IEnumerable<string> Problems(string query)
    {
        var text = Strings().Replace(query, "\"\"");
        var metrics = Metric().Matches(text + ByName().Match(query).Value).Select(m => m.Value).Distinct().ToArray();
        foreach (var unknown in metrics.Where(m => LabelsOf(m) is null))
        {
            yield return $"nobody exports {unknown}";
        }

        foreach (var match in Selector().Matches(text).ToArray())
        {
            var labels = LabelsOf(match.Groups[1].Value) ?? [];
            foreach (var wrong in Matcher().Matches(match.Groups[2].Value).Select(m => m.Groups[1].Value).Where(l => !labels.Contains(l)))
            {
                yield return $"{match.Groups[1].Value} has no label {wrong}";
            }
        }

        var all = metrics.SelectMany(m => LabelsOf(m) ?? []).Concat(Everywhere).ToHashSet();
        foreach (var wrong in By().Matches(text).SelectMany(m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)).Where(l => l.Length > 0 && !all.Contains(l)))
        {
            yield return $"it groups by {wrong}, which none of its metrics has";
        }
    }

    /// <summary>Metrics that a query names, each as often as it does, with the text of its selector.</summary>
    public static IEnumerable<(string Metric, string Selector)> Uses(string query) =>
        Use().Matches(query).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    private static IReadOnlyCollection<string>? LabelsOf(string metric)
    {
        var plain = Part().Replace(metric, "");
        return metric.StartsWith("vllm:", StringComparison.Ordinal) ? [.. OfEngines, .. Everywhere]
            : metric.StartsWith("sageserve:", StringComparison.Ordinal) ? ["tier", .. Everywhere]
            : Known.TryGetValue(metric, out var labels) || Known.TryGetValue(plain, out labels) ? [.. labels, .. Everywhere] : null;
    }

    private static Dictionary<string, string[]> Names() => typeof(MetricNames).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => f.GetValue(null)).OfType<MetricName>().ToDictionary(m => m.Name, m => m.Labels.ToArray());

    [GeneratedRegex("__name__=~\"[^\"]*\"")]
    private static partial Regex ByName();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\b(?:sageserve[_:]|vllm:)[a-z0-9_:]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b((?:sageserve[_:]|vllm:)[a-z0-9_:]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b((?:sageserve[_:]|vllm:)[a-z0-9_:]+)(\{[^}]*\})?")]
    private static partial Regex Use();

    [GeneratedRegex(@"([a-z_]+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby\s*\(([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}
