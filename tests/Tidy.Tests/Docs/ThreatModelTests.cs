using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>Every threat names tests that exist, or says that there is a limit.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "threat-model.md"));

    [Fact]
    public void Every_row_has_a_test_that_exists_or_a_limit()
    {
        var tests = new SourceTree(Repository.Root).Files.Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        var rows = Page.Split("## At the public listener")[1].Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| threat", StringComparison.Ordinal)).ToArray();
        Assert.True(rows.Length > 20);
        Assert.All(rows, row => Assert.True(Test().IsMatch(row) || row.Contains("**Limit**", StringComparison.Ordinal), row));
        Assert.All(Test().Matches(Page).Select(m => m.Groups[1].Value), name => Assert.Contains(name, tests));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+Tests)`")]
    private static partial Regex Test();
}
