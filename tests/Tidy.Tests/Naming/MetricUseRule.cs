using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>
/// A metric is used as one kind of instrument, and the kind fits its name: counters and only counters end with _total, histograms
/// and only histograms have buckets.
/// </summary>
internal sealed class MetricUseRule(string root, IReadOnlyDictionary<string, MetricName> metrics) : ITidyRule
{
    public IEnumerable<string> Violations()
    {
        var uses = ParsedFile.All(new SourceTree(root), "src").SelectMany(Uses).ToArray();
        foreach (var (field, kind, where) in uses)
        {
            if (!metrics.TryGetValue(field, out var metric))
            {
                yield return $"{where}: MetricNames.{field} does not exist.";
            }
            else if (Problem(metric, kind) is { } problem)
            {
                yield return $"{where}: {metric.Name} is used as {kind.ToLowerInvariant()}; {problem}";
            }
        }

        foreach (var mixed in uses.GroupBy(u => u.Field).Where(g => g.Select(u => u.Kind).Distinct().Count() > 1))
        {
            yield return $"MetricNames.{mixed.Key} is used as {string.Join(" and ", mixed.Select(u => u.Kind).Distinct().Order())}.";
        }
    }

    private static string? Problem(MetricName metric, string kind)
    {
        var total = metric.Name.EndsWith("_total", StringComparison.Ordinal);
        return (kind, total, metric.Buckets.Length > 0) switch
        {
            ("Counter", false, _) => "a counter's name ends with _total.",
            ("Gauge" or "Histogram", true, _) => "_total is for counters.",
            ("Histogram", _, false) => "a histogram needs buckets.",
            ("Counter" or "Gauge", _, true) => "only histograms have buckets.",
            _ => null,
        };
    }

    private static IEnumerable<(string Field, string Kind, string Where)> Uses(ParsedFile file)
    {
        foreach (var call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Instruments" }, Name: var kind }
                && call.ArgumentList.Arguments is [{ Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "MetricNames" }, Name: var field } }])
            {
                yield return (field.Identifier.Text, kind.Identifier.Text, $"{file.Path}:{file.LineOf(call)}");
            }
        }
    }
}
