using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>The simulations of docs/operating, for a few minutes of load instead of a day: what they name is there.</summary>
public sealed partial class SimulateDocumentTests
{
    public static TheoryData<string> Commands => [.. new[] { "co-resident-groups.md", "routing.md" }
        .SelectMany(page => Commanded().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", page)))).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_simulation_of_the_pages_ends_well(string command) =>
        Assert.NotEmpty((await CliProgram.Succeeds([.. command.Split(' '), "--duration", "3m"])).Output);

    [Fact]
    public void There_are_some_on_each_page() => Assert.Equal(7, Commands.Count);

    [GeneratedRegex(@"^\./sageserve (simulate .+)$", RegexOptions.Multiline)]
    private static partial Regex Commanded();
}
