using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>What docs/plan.md shows is what the program says.</summary>
public sealed partial class PlanDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "plan.md"));

    public static TheoryData<string> Commands => [.. Commanded().Matches(Document).Select(m => m.Groups[1].Value).Where(c => c.StartsWith("plan ", StringComparison.Ordinal))];

    public static TheoryData<string, string> Shown => [.. Told().Matches(Document).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_of_the_document_ends_as_it_says(string command)
    {
        var result = await CliProgram.Run(Arguments(command));

        Assert.True(result.ExitCode == (command.Contains("problem-short", StringComparison.Ordinal) ? PlanCommand.GaveWay : 0), result.Errors);
        Assert.NotEmpty(result.Output);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task What_it_shows_is_what_is_printed(string command, string output) => Assert.Equal(output, (await CliProgram.Run(Arguments(command))).Output);

    [Fact]
    public void The_example_is_the_file_and_both_answers_are_shown()
    {
        Assert.Contains("```json\n" + File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "problem-small.json")) + "```", Document, StringComparison.Ordinal);
        Assert.Equal(2, Shown.Count);
        Assert.Equal(5, Commands.Count);
    }

    [Fact]
    public async Task A_larger_own_share_gives_way_as_the_document_says()
    {
        using var folder = new TemporaryFolder();
        var problem = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "examples", "problem-small.json"), TestContext.Current.CancellationToken);
        var result = await CliProgram.Run("plan", "--problem", folder.Write("problem.json", problem.Replace("\"localShare\": 0.8", "\"localShare\": 0.9", StringComparison.Ordinal)));

        Assert.Equal(PlanCommand.GaveWay, result.ExitCode);
        Assert.Contains("elastic by integer-program", result.Output, StringComparison.Ordinal);
        Assert.Contains("gave way by 900 tokens/s", result.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Arguments(string command) =>
        command.Split(' ').Select(a => a.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : a);

    [GeneratedRegex(@"^\./sageserve (.+)$", RegexOptions.Multiline)]
    private static partial Regex Commanded();

    [GeneratedRegex(@"```sh\n\./sageserve (plan [^\n]+)\n```\n\n```\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Told();
}
