using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>What docs/scenarios.md shows works as it stands there.</summary>
public sealed partial class ScenarioDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "scenarios.md"));
    public static TheoryData<string> Commands => [.. Commanded().Matches(Document).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_of_the_document_ends_well(string command)
    {
        using var folder = new TemporaryFolder();
        folder.Write("my-day.yaml", OwnScenario());
        folder.Write("requests.jsonl", string.Concat(Enumerable.Range(0, 500).Select(i => $"{{\"at\":{i},\"prompt_tokens\":{i + 1},\"output_tokens\":5,\"tier\":\"interactive-fast\",\"model\":\"m\",\"origin\":\"r{i % 2}\"}}\n")));
        var arguments = command.Split(' ').Select(a => FileName().IsMatch(a) ? folder[a] : a);
        var result = await CliProgram.Succeeds(arguments);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public void Every_built_in_scenario_has_its_row() =>
        Assert.All(SageServe.Simulator.ScenarioLibrary.Names, name => Assert.Contains($"| `{name}` |", Document, StringComparison.Ordinal));

    [Fact]
    public void Every_trace_format_has_its_row() =>
        Assert.All(SageServe.Simulator.TraceFile.Formats, format => Assert.Contains($"| `{format.Name}` |", Document, StringComparison.Ordinal));

    private static string OwnScenario() => Document[(Document.IndexOf("```yaml\n", StringComparison.Ordinal) + 8)..].Split("```")[0];

    [GeneratedRegex(@"^\./sageserve (.+)$", RegexOptions.Multiline)]
    private static partial Regex Commanded();

    [GeneratedRegex(@"\.(yaml|json|jsonl|jsonl\.gz|html)$")]
    private static partial Regex FileName();
}
