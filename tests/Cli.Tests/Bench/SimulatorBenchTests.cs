using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class SimulatorBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SimulatorBenchOptions Options(int requests, params string[] set) =>
        new() { Requests = requests, Seed = 1, Scenario = TinyScenario.In(_folder), Set = set };

    private static SimulatorBenchReport Run(SimulatorBenchOptions options) => SimulatorBench.Run(options, (_, _) => { }, TestContext.Current.CancellationToken);

    [Fact]
    public void It_times_both_modes_over_as_many_requests_as_asked_and_says_so_as_JSON()
    {
        using var json = JsonDocument.Parse(Run(Options(150)).ToJson());
        var report = json.RootElement;
        Assert.Equal(150, report.GetProperty("requests").GetInt32());
        Assert.True(report.GetProperty("requests_per_second").GetDouble() > 0);
        Assert.True(report.GetProperty("requests_per_second_checked").GetDouble() > 0);
        Assert.InRange(report.GetProperty("peak_rss_bytes").GetInt64(), 10_000_000, 100_000_000_000);
        var runs = report.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["unchecked", "checked"], runs.Select(r => r.GetProperty("mode").GetString()));
        Assert.All(runs, run =>
        {
            Assert.Equal(150, run.GetProperty("requests").GetInt32());
            Assert.True(run.GetProperty("seconds").GetDouble() > 0);
            Assert.True(run.GetProperty("events_per_request").GetDouble() > 2);
            Assert.True(run.GetProperty("allocated_bytes_per_request").GetDouble() > 0);
        });
    }

    [Fact]
    public void A_scenario_that_is_too_short_is_made_longer()
    {
        var report = Run(Options(1200) with { Unchecked = false });
        var run = Assert.Single(report.Runs);
        Assert.Equal((1200, 1200), (report.Requests, run.Completed));
        Assert.Null(Run(Options(20) with { Checked = false }).RequestsPerSecondChecked);
    }

    [Fact]
    public void A_request_leaves_little_garbage()
    {
        // The paper's fleet at its load and its intervals; about 7 kB when written, most of it fleet snapshots. A list of tracks or a boxed event shows.
        var report = Run(new SimulatorBenchOptions { Requests = 20_000, Seed = 1, Scenario = "paper", Strategy = "static", Unchecked = false });
        Assert.InRange(report.Runs[0].AllocatedBytesPerRequest, 1, 20_000);
        Assert.InRange(report.Runs[0].EventsPerRequest, 1, 15);
    }

    [Fact]
    public void What_cannot_be_run_is_said()
    {
        Assert.Contains("--set 'x'", Assert.Throws<BadInputException>(() => Run(Options(5, "x"))).Message, StringComparison.Ordinal);
        Assert.Contains("magic", Assert.Throws<BadInputException>(() => Run(Options(5) with { Scenario = "magic" })).Message, StringComparison.Ordinal);
    }
}
