namespace SageServe.Cli.Tests;

/// <summary>Completion as a real bash does it.</summary>
public sealed class CompletionTests
{
    private static readonly string Program = CliProgram.Executable;

    [Theory]
    [InlineData("bench clu", "cluster")]
    [InlineData("up --grafana", "--grafana-bundle")]
    [InlineData("up --strategy lead-", "lead-quantile")]
    [InlineData("completion fi", "fish")]
    [InlineData("nonsense --x", "")]
    public async Task Bash_completes_verbs_flags_and_values(string typed, string word)
    {
        // As bash calls it: the line and the cursor in variables, the words in COMPREPLY.
        var script = $"""
            source <("$1" completion bash)
            COMP_LINE="sageserve {typed}"
            COMP_POINT=$((${"{"}#COMP_LINE{"}"}))
            _sageserve "$1"
            echo "${"{"}COMPREPLY[*]{"}"}"
            """;
        var run = await CommandLineTool.Run("/bin/bash", ["-c", script, "bash", Program]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(word, run.Output.Trim());
    }

    [Theory]
    [InlineData("zsh", "compdef _sageserve")]
    [InlineData("fish", "complete -c sageserve")]
    public async Task Each_shell_has_its_script(string shell, string line)
    {
        var run = await CommandLineTool.Run(Program, ["completion", shell]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_an_error_that_says_which_there_are()
    {
        var run = await CommandLineTool.Run(Program, ["completion", "tcsh"]);
        Assert.Equal((2, "sageserve: completion knows no shell 'tcsh'. Use bash, zsh or fish."), (run.ExitCode, run.Errors.Trim()));
    }
}
