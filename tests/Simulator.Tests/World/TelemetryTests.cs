using SageServe.Planning;

namespace SageServe.Simulator.Tests;

public sealed class TelemetryTests
{
    private static SimulationScenario Idle(WorldOptions world) =>
        SmallWorld.Planned(SmallWorld.Scenario([SmallWorld.Request(1)], east: 4, west: 4, seconds: 120), "reactive") with { World = world };

    private static WorldOptions Outage(FaultKind kind, double hours, RegionId? region = null) => new()
    {
        Faults = new FaultOptions { Schedule = [new ScheduledFault { Kind = kind, After = TimeSpan.Zero, For = TimeSpan.FromHours(hours), Region = region }] },
    };

    [Fact]
    public void Nothing_shrinks_while_prometheus_is_away()
    {
        Assert.Contains(Simulation.Run(Idle(new WorldOptions()), 1).Actions, a => a.Kind == "Stop");
        Assert.DoesNotContain(Simulation.Run(Idle(Outage(FaultKind.PrometheusOutage, 48)), 1).Actions, a => a.Kind == "Stop");
        var later = Simulation.Run(Idle(Outage(FaultKind.PrometheusOutage, 12)), 1);
        var begin = Idle(new WorldOptions()).Envelope.ToEnvelope(SmallWorld.Start);
        Assert.All(later.Actions.Where(a => a.Kind == "Stop"), a => Assert.True(a.At - begin >= TimeSpan.FromHours(12)));
        Assert.Contains(later.Actions, a => a.Kind == "Stop");
    }

    [Fact]
    public void A_region_whose_metrics_nobody_reads_keeps_its_replicas()
    {
        var report = Simulation.Run(Idle(Outage(FaultKind.MetricsOutage, 48, SmallWorld.East)), 1);
        Assert.DoesNotContain(report.Actions, a => a.Kind == "Stop" && a.Pool == SmallWorld.Pool(SmallWorld.East).ToString());
        Assert.Contains(report.Actions, a => a.Kind == "Stop" && a.Pool == SmallWorld.Pool(SmallWorld.West).ToString());
    }

    [Fact]
    public void Facts_are_as_old_as_the_scrape_and_the_lag()
    {
        var world = new WorldOptions { Telemetry = new TelemetryOptions { PlannerScrapeInterval = TimeSpan.FromSeconds(30), PlannerQueryLag = TimeSpan.FromSeconds(10) } };
        var run = new SimulationRun(Idle(world) with { Envelope = EnvelopeDocument.Identity }, 1, [], null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(65));
        var now = run.Kernel.EnvelopeNow;
        var seen = run.Around.Planner.Seen(new TickInput { Now = now, Demand = [Bin(-60), Bin(-15), Bin(0)], Pools = [Facts()] });

        // At 65 s the scrape of 60 s has not come through, nor has the bin that ends now; the scrape of 30 s saw readings of that moment.
        Assert.InRange(seen.Pools!.Value[0].MetricsAge.TotalSeconds, 34, 36.1);
        Assert.Equal(2, seen.Demand!.Value.Length);

        DemandBin Bin(double end) => new(new DemandSeriesId(SmallWorld.Model, SmallWorld.East, ServiceTier.InteractiveFast), now + TimeSpan.FromSeconds(end - 60), TimeSpan.FromSeconds(60), 1, 1, 1);
    }

    [Fact]
    public void Bins_that_nobody_read_are_missing_and_not_zero()
    {
        var outage = Outage(FaultKind.MetricsOutage, 1, SmallWorld.East);
        var run = new SimulationRun(Idle(outage), 1, [], null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(60));
        var begin = run.Kernel.Envelope.ToEnvelope(SmallWorld.Start);
        var bins = new[] { (SmallWorld.East, 0.5), (SmallWorld.East, 1.5), (SmallWorld.West, 0.5) }
            .Select(b => new DemandBin(new DemandSeriesId(SmallWorld.Model, b.Item1, ServiceTier.InteractiveFast), begin + TimeSpan.FromHours(b.Item2), TimeSpan.FromMinutes(1), 1, 1, 1));
        var seen = run.Around.Planner.Seen(new TickInput { Now = run.Kernel.EnvelopeNow, Demand = [.. bins], Pools = null });
        Assert.Equal([(SmallWorld.East, 1.5), (SmallWorld.West, 0.5)], seen.Demand!.Value.Select(b => (b.Series.Origin, Math.Round((b.Start - begin).TotalHours, 6))));
    }

    [Fact]
    public void A_failed_query_leaves_everything_unknown_but_the_counts()
    {
        var run = new SimulationRun(Idle(new WorldOptions { Telemetry = new TelemetryOptions { PlannerQueryLoss = 1 } }), 1, [], null);
        var seen = run.Around.Planner.Seen(new TickInput { Now = run.Kernel.EnvelopeNow, Demand = [], Pools = [Facts()] });
        Assert.Null(seen.Demand);
        Assert.Equal((3, null, null), (seen.Pools!.Value[0].Ready, seen.Pools.Value[0].KvUtilization, seen.Pools.Value[0].Pressure));
    }

    [Fact]
    public void Lost_readings_age_and_the_request_is_served_all_the_same()
    {
        var run = new SimulationRun(SmallWorld.Scenario([SmallWorld.Request(10)]) with { World = new WorldOptions { Telemetry = new TelemetryOptions { ScrapeLoss = 1 } } }, 1, SimulationChecker.All(), null);
        run.Go();
        Assert.Equal(1, run.Tally.Completed);
        Assert.Null(run.World.Region(SmallWorld.East).Replicas[0].Reading);
    }

    [Fact]
    public void A_delayed_reading_shows_later_with_its_own_time()
    {
        var delay = TimeSpan.FromMilliseconds(300);
        var run = new SimulationRun(SmallWorld.Scenario([]) with { World = new WorldOptions { Telemetry = new TelemetryOptions { ScrapeDelay = delay } } }, 1, [], null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(1.2));
        Assert.Equal(SmallWorld.Start + TimeSpan.FromSeconds(0.5), run.World.Region(SmallWorld.East).Fleet!.Find(SmallWorld.Model)!.Instances[0].MetricsAt);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(1.31));
        Assert.Equal(SmallWorld.Start + TimeSpan.FromSeconds(1), run.World.Region(SmallWorld.East).Fleet!.Find(SmallWorld.Model)!.Instances[0].MetricsAt);
    }

    private static PoolFacts Facts() => new(SmallWorld.Pool(SmallWorld.East), 3, 0, 0, new Utilization(0.1), new Pressure(0.1), TimeSpan.Zero);
}
