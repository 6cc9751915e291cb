namespace SageServe.Acceptance.Tests;

/// <summary>Ctrl-C in the middle of a long command: no summary, no stack trace, nothing left behind.</summary>
public sealed class InterruptTests
{
    [Theory]
    [InlineData("bench simulator", "counting arrivals")]
    [InlineData("bench promise", "bench: ")]
    [InlineData("bench streams --streams 20 --token-ms 50", "round 1")]
    [InlineData("bench chaos-queue --store sqlite", "20000 lines,")]
    public Task Ctrl_c_ends_it(string command, string when) => EndsAsync(command, when);

    [Fact]
    public Task Ctrl_c_ends_a_measurement_of_proxies()
    {
        CommandLineTool.Require("h2load");
        return EndsAsync("bench gateway --cases direct,yarp,gateway", "checking and warming up yarp");
    }

    private static async Task EndsAsync(string command, string when)
    {
        using var run = new CliProcess(command.Split(' '));
        await run.SaidAsync(when);
        await run.InterruptAsync();
        Assert.True(await run.ExitAsync(TimeSpan.FromSeconds(60)) == 130, run.Errors);
        Assert.EndsWith("sageserve: interrupted", run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", await run.Output);
        run.AssertNothingIsLeft();
    }
}
