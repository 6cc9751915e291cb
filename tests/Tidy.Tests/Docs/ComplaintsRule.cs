using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>The table of peers' complaints names tests that exist, and every test that is named after a complaint stands in it.</summary>
internal sealed partial class ComplaintsRule(string root) : ITidyRule
{
    public const string Document = "docs/operating/peers-complaints.md";

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        var tests = tree.Under(["tests"], ".cs").SelectMany(f => TestsOf(tree.Read(f))).ToHashSet(StringComparer.Ordinal);
        var listed = Listed().Matches(tree.Read(Document)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. listed.Except(tests).Order(StringComparer.Ordinal).Select(t => $"{Document}: names the test {t}, which does not exist."),
            .. tests.Except(listed).Order(StringComparer.Ordinal).Select(t => $"{Document}: lacks the test {t}, which is named after a complaint."),
        ];
    }

    private static IEnumerable<string> TestsOf(string source)
    {
        var type = Class().Match(source) is { Success: true } match ? match.Groups[1].Value : "";
        return Test().Matches(source).Select(m => $"{type}.{m.Groups[1].Value}");
    }

    [GeneratedRegex(@"\| `(\w+\.\w+)` \|")]
    private static partial Regex Listed();

    [GeneratedRegex(@"^public (?:static )?(?:sealed )?(?:abstract )?(?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    /// <summary>A word, the number of an issue, and what must hold.</summary>
    [GeneratedRegex(@"public (?:async )?(?:Task|void) ([A-Z][A-Za-z]+[0-9]{3,}_\w+)\(")]
    private static partial Regex Test();
}
