using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>Commands in the README and the documents are ones that the program takes; what each does is tested with its verb.</summary>
public sealed partial class DocumentedCommandTests
{
    public static TheoryData<string, string> Commands => [.. Documents().SelectMany(Of).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void It_parses(string document, string command)
    {
        var errors = CommandLine.Root().Parse([.. CommandLineParser.SplitCommandLine(command)]).Errors;
        Assert.True(errors.Count == 0, $"{document}: ./sageserve {command}: {string.Join("; ", errors.Select(e => e.Message))}");
    }

    [Fact]
    public void There_are_some_and_a_wrong_one_is_seen()
    {
        Assert.Contains(Commands, c => c.Data.Item2.StartsWith("up --for", StringComparison.Ordinal));
        Assert.NotEmpty(CommandLine.Root().Parse([.. CommandLineParser.SplitCommandLine("up --fro 90s")]).Errors);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Prepend(Path.Combine(Repository.Root, "README.md"));

    /// <summary>Lines of a block that begin with the launcher, continued ones joined. `test` is the launcher's own.</summary>
    private static IEnumerable<(string Document, string Command)> Of(string file) =>
        Line().Matches(File.ReadAllText(file).Replace("\\\n", " ", StringComparison.Ordinal))
            .Select(m => m.Groups[1].Value.Split(" #")[0].Split(" > ")[0].Trim())
            .Where(c => c.Split(' ')[0] != "test")
            .Select(c => (Path.GetRelativePath(Repository.Root, file), c));

    [GeneratedRegex(@"^\s*(?:\./)?sageserve (.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
