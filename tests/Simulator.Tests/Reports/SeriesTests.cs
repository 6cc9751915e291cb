namespace SageServe.Simulator.Tests;

public sealed class SeriesTests
{
    private static readonly TimeSpan Bin = TimeSpan.FromSeconds(10);

    [Fact]
    public void Known_arrivals_are_in_their_bins()
    {
        var scenario = SmallWorld.Scenario(
            [SmallWorld.Request(1, prompt: 300), SmallWorld.Request(2, prompt: 200), SmallWorld.Request(25, prompt: 400, tier: ServiceTier.NonInteractive)], east: 2) with { Series = new SeriesOptions(Bin) };
        var series = Simulation.Run(scenario, 1).Series!;

        Assert.Equal(SmallWorld.Start, series.Start);
        var east = series.Cells.Single(c => c.Region == SmallWorld.East);
        Assert.Equal([50, 0, 0, 0, 0, 0], east.OfferedInteractive);
        Assert.Equal([0, 0, 40, 0, 0, 0], east.OfferedPatient);
        Assert.All(east.Ready, r => Assert.Equal(2, r));
        Assert.Equal(2 * Planning.ReplicaRate.PromptTokensPerSecond(SmallWorld.Catalog.Document.Profiles[0], 33 / 900.0, 300), east.Capacity[^1]!.Value, 3);
        Assert.All(east.Capacity, c => Assert.True(c > 0));
        var fast = series.Tiers.Single(t => t.Tier == "interactive-fast");
        Assert.Equal([2, 0, 0, 0, 0, 0], fast.Requests);
        Assert.Equal([1, null, null, null, null, null], fast.SloAttainment);
        Assert.InRange(fast.TtftP95Seconds[0]!.Value, 0.2, 1);
    }

    [Fact]
    public void Bins_together_are_the_whole_run()
    {
        var arrivals = SmallWorld.Random(new RandomStream(8), 15, 60);
        var scenario = SmallWorld.Planned(SmallWorld.Scenario(arrivals, 1, 1), "reactive", hours: 6) with { Series = new SeriesOptions(TimeSpan.FromMinutes(10)) };
        var report = Simulation.Run(scenario, 3);
        var series = report.Series!;
        Assert.Equal(36, series.Cells[0].OfferedInteractive.Length);
        Assert.Equal(report.Requests, series.Tiers.Sum(t => t.Requests.Sum()));
        var offered = series.Cells.Sum(c => c.OfferedInteractive.Sum() + c.OfferedPatient.Sum()) * 60 / 36;
        Assert.Equal(report.Tiers.Sum(t => t.PromptTokens), offered, 0.1);
        var held = series.Cells.Sum(c => c.Ready.Sum() + c.Starting.Sum() + c.Draining.Sum())!.Value / 6;
        Assert.Equal(report.GpuHours / 2, held, report.GpuHours * 0.05);
    }

    [Fact]
    public void A_series_changes_nothing_and_is_written_only_when_asked_for()
    {
        var arrivals = SmallWorld.Random(new RandomStream(8), 15, 60);
        var scenario = SmallWorld.Planned(SmallWorld.Scenario(arrivals, 1, 1), "reactive", hours: 6);
        var without = Simulation.Run(scenario, 3);
        var with = Simulation.Run(scenario with { Series = new SeriesOptions(TimeSpan.FromMinutes(10)) }, 3);
        Assert.Null(without.Series);
        Assert.Equal(without.ToJson(), (with with { Series = null }).ToJson());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(24, 10)]
    [InlineData(48, 30)]
    [InlineData(168, 120)]
    [InlineData(12, 5)]
    public void The_usual_bin_gives_a_few_hundred(double hours, double minutes) =>
        Assert.Equal(minutes, SeriesOptions.For(TimeSpan.FromHours(hours)).Bin.TotalMinutes);

    [Fact]
    public void There_are_at_most_a_thousand_bins() =>
        Assert.InRange(Simulation.Run(SmallWorld.Scenario([], 1) with { Series = new SeriesOptions(TimeSpan.FromMilliseconds(1)) }, 1).Series!.Cells[0].Ready.Length, 900, 1000);
}
