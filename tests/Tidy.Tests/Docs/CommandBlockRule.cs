using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>
/// Each block of commands in a document says which test runs it, or why none does: <c>&lt;!-- run by PlanDocumentTests --&gt;</c> or
/// <c>&lt;!-- not run: needs a cluster --&gt;</c>, right before it or, for all blocks of the page, right after the title.
/// </summary>
internal sealed partial class CommandBlockRule(string root) : ITidyRule
{
    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        var tests = tree.Files.Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal)).ToLookup(f => Path.GetFileNameWithoutExtension(f));
        foreach (var document in tree.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            var lines = tree.Read(document).Split('\n');
            var ofPage = lines.Take(4).FirstOrDefault(l => Mark().IsMatch(l));
            foreach (var (line, commands) in Blocks(lines))
            {
                var mark = lines.Take(line).LastOrDefault(l => l.Length > 0) is { } above && Mark().IsMatch(above) ? above : ofPage;
                if (mark is null)
                {
                    yield return $"{document}:{line + 1}: '{commands[0]}' has no mark that says which test runs it, or why none does.";
                }
                else if (Mark().Match(mark).Groups["tests"] is { Success: true } named && Missing(named.Value, document, commands) is { } problem)
                {
                    yield return $"{document}:{line + 1}: {problem}";
                }
            }
        }

        // A test that neither reads the page nor names anything of a command does not run it.
        string? Missing(string names, string document, string[] commands)
        {
            var classes = names.Split(", ");
            var texts = classes.SelectMany(c => tests[c]).Select(f => f + tree.Read(f)).ToArray();
            var page = Path.GetFileName(document);
            return classes.FirstOrDefault(c => !tests.Contains(c)) is { } gone ? $"there is no test class {gone}."
                : commands.Select(Verb).FirstOrDefault(v => !Array.Exists(texts, t => t.Contains(v, StringComparison.OrdinalIgnoreCase) || t.Contains($"\"{page}\"", StringComparison.Ordinal))) is { } verb ? $"{names} has nothing of '{verb}'."
                : null;
        }
    }

    /// <summary>The word that says what is done: of the launcher its verb, of other programs their name.</summary>
    internal static string Verb(string command)
    {
        var words = command.Split(' ').SkipWhile(w => w.Contains('=', StringComparison.Ordinal)).ToArray();
        return words[0].EndsWith("sageserve", StringComparison.Ordinal) ? words[1] : words[0];
    }

    /// <summary>Fenced and indented blocks that have commands: the index of the first line, and the commands.</summary>
    private static IEnumerable<(int Line, string[] Commands)> Blocks(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var (start, fenced) = (i, Fence().IsMatch(lines[i]));
            if (!fenced && !(Indented(lines[i]) && (i == 0 || lines[i - 1].Length == 0)))
            {
                continue;
            }

            for (i++; i < lines.Length && (fenced ? !lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal) : Indented(lines[i]) || lines[i].Length == 0); i++)
            {
            }

            var commands = lines[start..Math.Min(i, lines.Length)].Where(l => Command().IsMatch(l)).Select(l => l.Trim()).ToArray();
            if (commands.Length > 0)
            {
                yield return (start, commands);
            }
        }
    }

    private static bool Indented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(?:[A-Z_]+=\S+ )*(?:(?:\./)?sageserve [a-z]|helm |kubectl |docker |curl |dotnet |promtool |\./(?:gateway|scaler) )")]
    private static partial Regex Command();

    [GeneratedRegex(@"^<!-- (?:commands )?(?:run by (?<tests>[A-Z]\w+Tests(?:, [A-Z]\w+Tests)*)(?:: .+)?|not run: .{10,}) -->$")]
    private static partial Regex Mark();
}
