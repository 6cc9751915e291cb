namespace SageServe.Simulator.Tests;

public sealed class GatewayTests
{
    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, int gateways, int east = 1, int west = 0, params ScheduledFault[] faults) => new(
        SmallWorld.Scenario(arrivals, east, west) with { SiblingInterval = TimeSpan.Zero, World = new WorldOptions { GatewaysPerRegion = gateways, Faults = new FaultOptions { Schedule = [.. faults] } } },
        1,
        SimulationChecker.All(),
        null);

    private static ScheduledFault Crash(double after, double length = 5, int count = 1) => new()
    {
        Kind = FaultKind.GatewayCrash,
        After = TimeSpan.FromSeconds(after),
        For = TimeSpan.FromSeconds(length),
        Region = SmallWorld.East,
        Count = count,
    };

    private static SimulationReport Report(SimulationRun run)
    {
        run.Go();
        return ReportWriter.Write(run, 1);
    }

    [Fact]
    public void Gateways_share_the_arrivals_and_the_bound()
    {
        var run = Run(Enumerable.Range(0, 60).Select(i => SmallWorld.Request(1 + i * 0.5)), gateways: 3);
        Assert.Equal(3, run.Scenario.Routing.Gateways);
        var report = Report(run);
        Assert.Equal(60, report.Completed);
        Assert.All(run.World.Region(SmallWorld.East).Gateways, g => Assert.True(g.Flows[SmallWorld.Model].Told > 10));
    }

    [Theory]
    [InlineData(1.05, "UpstreamFailed")]
    [InlineData(1.15, "StreamBroken")]
    public void What_a_gateway_has_in_flight_breaks_with_it(double after, string outcome)
    {
        var run = Run([SmallWorld.Request(1)], 1, faults: Crash(after));
        var report = Report(run);
        Assert.Equal(1, report.Tiers[0].Outcomes[outcome]);
        Assert.Empty(run.World.Region(SmallWorld.East).Replicas[0].Legs);
    }

    [Fact]
    public void Patient_work_goes_back_to_its_queue_and_is_done_later()
    {
        var batch = Enumerable.Range(0, 20).Select(_ => SmallWorld.Request(1, tier: ServiceTier.NonInteractive, streaming: false));
        foreach (var gateways in new[] { 1, 2 })
        {
            Assert.Equal(20, Report(Run(batch, gateways, faults: Crash(1.3))).Completed);
        }
    }

    [Fact]
    public void New_requests_go_to_the_gateways_that_are_left()
    {
        var report = Report(Run(Enumerable.Range(0, 20).Select(i => SmallWorld.Request(2 + i * 0.1, prompt: 20, output: 1)), 2, faults: Crash(1, length: 50)));
        Assert.Equal(20, report.Completed);
    }

    [Fact]
    public void Without_a_gateway_clients_go_to_the_nearest_region_that_has_one()
    {
        var run = Run([SmallWorld.Request(2)], 2, east: 1, west: 1, Crash(1, length: 50, count: 2));
        Assert.Equal(1, Report(run).Completed);
        Assert.Equal(1, run.World.Region(SmallWorld.West).Gateways.Count(g => g.Flows[SmallWorld.Model].Told > run.World.Region(SmallWorld.West).FleetVersion));
    }

    [Fact]
    public void A_relayed_request_breaks_when_the_peers_gateway_does()
    {
        var peer = Crash(2.12) with { Region = SmallWorld.West };
        var report = Report(Run([SmallWorld.Request(2)], 1, east: 0, west: 1, peer));
        Assert.Equal(0, report.Completed);
    }
}
