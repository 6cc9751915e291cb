using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>The pages about checks of clusters name the checks that there are, and show what the program writes.</summary>
public sealed partial class CheckClusterDocumentTests
{
    private static readonly string Page = Read("operating", "check-cluster.md");

    [Fact]
    public void Every_check_stands_in_the_table_with_its_sentence() =>
        Assert.Equal(ClusterAssertions.All.Select(a => $"| `{a.Id}` | {a.Sentence} |"), Page.Split('\n').Where(l => ClusterAssertions.All.Any(a => l.StartsWith($"| `{a.Id}`", StringComparison.Ordinal))));

    [Fact]
    public void The_page_of_the_stand_in_names_every_check_and_no_other()
    {
        var named = Read("kubernetes-stand-in.md").Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).SelectMany(l => Ids().Matches(l.Split('|')[3]).Select(m => m.Groups[1].Value)).Distinct();
        Assert.Equal(ClusterAssertions.All.Select(a => a.Id).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_example_is_what_the_schema_says()
    {
        var example = JsonNode.Parse(Json().Match(Page).Groups[1].Value)!;
        var check = example["checks"]![0]!;
        var assertion = Assert.Single(ClusterAssertions.All, a => a.Id == (string?)check["id"]);
        Assert.Equal((assertion.Sentence, assertion.ReliesOn, assertion.Source), ((string?)check["sentence"], (string?)check["relies_on"], (string?)check["source"]));
        var report = new ClusterCheckReport("https://k8s.example.com/", "v1.34.0", "sageserve-check-3f9c01ab", [ClusterCheckResult.Of(assertion, ClusterOutcome.Differs, (string?)check["seen"], TimeSpan.FromSeconds(3.214))]);
        Assert.Equal(TraceText.Json(report), example.ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Default) { WriteIndented = true }) + "\n");
        var schema = Path.Combine(Repository.Root, "docs", "schema", "check-cluster.schema.json");
        Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(schema, example)));
    }

    [Fact]
    public async Task The_schema_is_what_the_program_prints() =>
        Assert.Equal(Read("schema", "check-cluster.schema.json"), (await CliProgram.Succeeds("config", "schema", "check-cluster")).Output);

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, "docs", .. path]));

    [GeneratedRegex("`([a-z]+(?:-[a-z]+)*)`")]
    private static partial Regex Ids();

    [GeneratedRegex("```json\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
