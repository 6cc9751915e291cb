namespace SageServe.Feed.Tests;

public sealed class SilenceTests
{
    [Fact]
    public async Task The_native_engines_write_nothing_to_the_process_output()
    {
        SolverSource.Require("CBC").Dispose();
        var result = await CommandLineTool.Run(
            Environment.ProcessPath!,
            ["-method", "*A_known_optimum_is_found", "-method", "*without_an_end*", "-method", "*Knapsacks*", "-method", "*duals*", "-method", "*A_hint_is_a_beginning*", "-noColor"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Total: 7", result.Output);
        Assert.Equal("", result.Errors);
        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(xUnit\.net|  Disc|  Start|  Finish|=== |   SageServe)", line));
    }
}
