namespace SageServe.Acceptance.Tests;

/// <summary>Ctrl-C in the middle of a long command: no summary, no stack trace, nothing left behind.</summary>
[Collection(ClusterTests.OneHour)]
public sealed class InterruptTests
{
    [Theory]
    [InlineData("bench simulator", "counting arrivals")]
    [InlineData("bench promise", "bench: ")]
    [InlineData("bench streams --streams 20 --token-ms 50", "round 1")]
    [InlineData("bench chaos-queue --store sqlite", "20000 lines,")]
    [InlineData("bench cluster", "minute 0")]
    public Task Ctrl_c_ends_it(string command, string when) => EndsAsync(command.Split(' '), when);

    [Fact]
    public Task Ctrl_c_ends_a_measurement_of_proxies()
    {
        CommandLineTool.Require("h2load");
        return EndsAsync(["bench", "gateway", "--cases", "direct,yarp,gateway"], "checking and warming up yarp");
    }

    [Fact]
    public async Task Ctrl_c_ends_a_backtest_without_a_report()
    {
        using var folder = new TemporaryFolder();
        var example = Path.Combine(Repository.Root, "docs", "examples", "demand.csv");
        var catalog = Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json");
        await EndsAsync(["backtest", "--file", example, "--catalog", catalog, "--seeds", "100", "--json", folder["a.json"], "--html", folder["a.html"]], "1/600 ");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    private static async Task EndsAsync(string[] arguments, string when)
    {
        using var run = new CliProcess(arguments);
        await run.SaidAsync(when);
        await run.InterruptAsync();
        Assert.True(await run.ExitAsync(TimeSpan.FromSeconds(60)) == 130, run.Errors);
        Assert.EndsWith("sageserve: interrupted", run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", await run.Output);
        run.AssertNothingIsLeft();
    }
}
