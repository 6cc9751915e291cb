using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>completion</c>: a script with which a shell completes verbs and flags; the script asks this program for the words.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _sageserve() {
          local IFS=$'\n'
          COMPREPLY=($(SAGESERVE_BUILD=never "$1" completion words "$COMP_POINT" "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _sageserve sageserve ./sageserve

        """;

    private const string Zsh = """
        #compdef sageserve
        _sageserve() {
          local -a found
          found=("${(@f)$(SAGESERVE_BUILD=never "${words[1]}" completion words "$CURSOR" "$BUFFER" 2>/dev/null)}")
          [[ -n "$found" ]] && compadd -a found || _files
        }
        compdef _sageserve sageserve ./sageserve

        """;

    private const string Fish = """
        complete -c sageserve -a '(set -lx SAGESERVE_BUILD never; sageserve completion words (commandline -C) (commandline -p))'

        """;

    private static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh or fish." };
    private static readonly Argument<int> Position = new("position") { Description = "Place of the cursor in the line." };
    private static readonly Argument<string> Line = new("line") { Description = "The line so far." };

    public static Command Create()
    {
        var command = new Command("completion", "Prints a script that completes verbs and flags.\n\nExamples:\n  source <(./sageserve completion bash)\n  ./sageserve completion fish > ~/.config/fish/completions/sageserve.fish") { Shell };
        Shell.CompletionSources.Add("bash", "zsh", "fish");
        command.SetAction(parsed => Console.Write(ScriptOf(parsed.GetRequiredValue(Shell))));
        var words = new Command("words", "Words that may follow.") { Position, Line };
        words.Hidden = true;
        words.SetAction(parsed => Console.Write(string.Concat(WordsFor(parsed.GetRequiredValue(Line), parsed.GetRequiredValue(Position)).Select(w => w + "\n"))));
        command.Add(words);
        return command;
    }

    /// <summary>By what the line's verb takes; the program's own name, whatever it is, is the line's first word.</summary>
    private static IEnumerable<string> WordsFor(string line, int position)
    {
        var typed = line[..Math.Clamp(position, 0, line.Length)];
        var verbs = typed.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? typed[(space + 1)..] : "";
        return CommandLine.Root().Parse(verbs).GetCompletions(verbs.Length).Select(c => c.InsertText ?? c.Label).Distinct().Order(StringComparer.Ordinal);
    }

    private static string ScriptOf(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new BadInputException($"completion knows no shell '{shell}'. Use bash, zsh or fish."),
    };
}
