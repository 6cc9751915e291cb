using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.Chart.Tests;

/// <summary>The table of values in the chart's README names every value with the default that it has.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>Described as a whole.</summary>
    private static readonly string[] Whole = ["podSecurityContext", "containerSecurityContext", "resources", "catalog", "engines"];

    private static readonly JsonNode Values = YamlTree.ParseAll(File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"))).Single();

    private static readonly IReadOnlyList<Match> Rows = [.. Row().Matches(File.ReadAllText(Path.Combine(Helm.Chart, "README.md"))).Cast<Match>()];

    [Fact]
    public void Every_value_has_a_row_and_every_row_a_value()
    {
        Assert.Equal(Leaves("", Values).Select(l => l.Path), Rows.Select(r => r.Groups["path"].Value));
        Assert.All(Rows, r => Assert.NotEmpty(r.Groups["what"].Value));
    }

    [Fact]
    public void Every_default_is_the_one_in_the_values()
    {
        var rows = Rows.ToDictionary(r => r.Groups["path"].Value, r => r.Groups["value"].Value);
        foreach (var (path, value) in Leaves("", Values).Where(l => l.Path is not ("engines" or "catalog")))
        {
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(rows[path].Trim('`'))), $"{path} is {value?.ToJsonString() ?? "null"}, and the table says {rows[path]}");
        }
    }

    [Fact]
    public void Every_field_of_an_engine_is_described()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Helm.Chart, "values.schema.json")))!["properties"]!;
        var text = File.ReadAllText(Path.Combine(Helm.Chart, "README.md")).Split("## An entry of `engines`")[1];
        var shared = schema["engineDefaults"]!["properties"]!.AsObject().Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        Assert.All(schema["engines"]!["items"]!["properties"]!.AsObject().Select(p => p.Key).Where(k => !shared.Contains(k)), field => Assert.Contains($"`{field}`", text, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(string at, JsonNode values) =>
        from entry in values.AsObject()
        let path = at + entry.Key
        from leaf in entry.Value is JsonObject { Count: > 0 } map && !Whole.Contains(entry.Key) ? Leaves(path + ".", map) : [(path, entry.Value)]
        select leaf;

    [GeneratedRegex(@"^\| `(?<path>[\w.]+)` \| (?<value>`[^`]*`|see values\.yaml) \| (?<what>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
