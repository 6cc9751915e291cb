namespace SageServe.Cli.Tests;

public sealed class RunProgressTests
{
    [Fact]
    public void Nothing_is_said_of_short_runs_and_seldom_off_a_terminal()
    {
        var time = new ManualTimeProvider();
        var output = new StringWriter();
        var progress = new RunProgress(time, output, terminal: false);
        progress.Report(new SageServe.Simulator.SimulationProgress(0.1, 10));
        Assert.Empty(output.ToString());
        time.Advance(TimeSpan.FromSeconds(3));
        progress.Report(new SageServe.Simulator.SimulationProgress(0.25, 1000));
        time.Advance(TimeSpan.FromSeconds(3));
        progress.Report(new SageServe.Simulator.SimulationProgress(0.5, 2000));
        progress.Done();
        Assert.Equal("25 % of the time, 1,000 requests, about 9 s left\n", output.ToString());
    }

    [Fact]
    public void A_terminals_line_is_cleared_at_the_end()
    {
        var time = new ManualTimeProvider();
        var output = new StringWriter();
        var progress = new RunProgress(time, output, terminal: true);
        time.Advance(TimeSpan.FromSeconds(3));
        progress.Report(new SageServe.Simulator.SimulationProgress(0.5, 20));
        progress.Done();
        Assert.StartsWith("\r50 %", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" \r", output.ToString(), StringComparison.Ordinal);
    }
}
