using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>A metric that the README or a document names exists; of a histogram its parts too.</summary>
internal sealed partial class MetricMentionRule(string root, IEnumerable<MetricName> metrics) : ITidyRule
{
    private static readonly string[] Parts = ["_bucket", "_sum", "_count"];

    private readonly HashSet<string> _known = [.. metrics.SelectMany(m => m.Buckets.Length == 0 ? [m.Name] : Parts.Select(p => m.Name + p).Append(m.Name))];

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        foreach (var document in tree.Files.Where(f => f == "README.md" || (f.StartsWith("docs/", StringComparison.Ordinal) && f.EndsWith(".md", StringComparison.Ordinal))))
        {
            foreach (var name in Mention().Matches(tree.Read(document)).Select(m => m.Value).Distinct().Where(n => !_known.Contains(n)))
            {
                yield return $"{document}: names the metric {name}, which does not exist.";
            }
        }
    }

    /// <summary>A name that ends with an underscore stands for a family.</summary>
    [GeneratedRegex(@"\bsageserve_[a-z0-9_]*[a-z0-9]\b")]
    private static partial Regex Mention();
}
