namespace SageServe.Cli.Tests;

/// <summary>The command line as it was built, run to its end.</summary>
internal static class CliProgram
{
    public static readonly string Executable = System.IO.Path.Combine(
        Repository.Root, "artifacts", "bin", "Cli", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    public static Task<CommandLineResult> Run(params IEnumerable<string> arguments) => CommandLineTool.Run(Executable, arguments);

    /// <summary>With one variable, as NAME=VALUE, in its environment.</summary>
    public static Task<CommandLineResult> Run(string variable, string[] arguments) => CommandLineTool.Run("/usr/bin/env", [variable, Executable, .. arguments]);

    public static async Task<CommandLineResult> Succeeds(params IEnumerable<string> arguments)
    {
        var result = await Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }

    /// <summary>Wrong input ends with 2 and a sentence, without a stack trace.</summary>
    public static async Task Refuses(string sentence, params IEnumerable<string> arguments)
    {
        var result = await Run(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
