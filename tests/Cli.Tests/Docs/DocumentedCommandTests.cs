using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>Each <c>./sageserve</c> command that a document shows is one that the program takes: verbs and flags that are gone or misspelt are found.</summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>Verbs of the launcher, not of the program behind it.</summary>
    private static readonly string[] Launcher = ["test", "publish"];

    [Fact]
    public void Each_command_in_a_document_is_understood()
    {
        var commands = Documents().SelectMany(d => Commands(File.ReadAllText(d)).Select(c => (Document: Path.GetRelativePath(Repository.Root, d), c.Command, c.IsWhole))).ToArray();
        Assert.True(commands.Length > 100, $"{commands.Length} commands");
        var wrong = commands.SelectMany(c => Problems(c.Command, c.IsWhole).Select(p => $"{c.Document}: {c.Command}: {p}"));
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("up --ful", true)]
    [InlineData("bench clusters", true)]
    [InlineData("up --full --for 90s", false)]
    [InlineData("trace describe", true)]
    public void A_flag_that_nobody_knows_and_a_missing_argument_are_seen(string command, bool isWrong) => Assert.Equal(isWrong, Problems(command, isWhole: true).Any());

    private static IEnumerable<string> Documents() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "helm"), "*.md", SearchOption.AllDirectories));

    /// <summary>Lines of code blocks, and code within sentences that has an argument.</summary>
    private static IEnumerable<(string Command, bool IsWhole)> Commands(string text) =>
        InBlock().Matches(Joined().Replace(text, " ")).Select(m => (m.Groups[1].Value.Trim(), true)).Concat(InSentence().Matches(text).Select(m => (m.Groups[1].Value.Trim(), false)));

    private static IEnumerable<string> Problems(string command, bool isWhole)
    {
        // What a shell makes of the rest of the line is its own business.
        var words = Word().Matches(ShellEnd().Replace(command, "")).Select(m => m.Value.Trim('\'', '"')).ToArray();
        if (words.Length == 0 || Launcher.Contains(words[0]))
        {
            return [];
        }

        // A sentence may name a command without what it needs.
        return CommandLine.Root().Parse(words).Errors.Select(e => e.Message).Where(m => isWhole || m.StartsWith("Unrecognized", StringComparison.Ordinal) || m.Contains("was not matched", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Joined();

    [GeneratedRegex(@"^(?: {4}|\$ )?(?:[A-Z_a-z]+=\S+ )*(?:\./)?sageserve ([a-z][^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex InBlock();

    [GeneratedRegex("`(?:\\./)?sageserve ([a-z][^`\n]*)`")]
    private static partial Regex InSentence();

    [GeneratedRegex(@"\s(?:#|>|\||&&|2>).*$")]
    private static partial Regex ShellEnd();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
