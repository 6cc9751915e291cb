namespace SageServe.Simulator.Tests;

public sealed class SpotTests
{
    private static readonly PoolId Spot = SmallWorld.Pool(SmallWorld.East) with { CapacityType = CapacityType.Spot };

    private static SimulationScenario Scenario(SpotOptions spot, FaultOptions faults, int replicas, double seconds = 60, params SimulatedArrival[] arrivals) =>
        SmallWorld.Scenario(arrivals, seconds: seconds) with
        {
            Catalog = new ServingCatalog(SmallWorld.Catalog.Document with { Pools = [new PoolSpec(Spot, 0, 8, 0)] }),
            Initial = [new InitialReplicas(Spot, replicas)],
            World = new WorldOptions { Spot = spot, Faults = faults },
        };

    private static FaultOptions Wave(double after) => new()
    {
        Schedule = [new ScheduledFault { Kind = FaultKind.SpotWave, After = TimeSpan.FromSeconds(after) }],
    };

    [Fact]
    public void On_notice_a_replica_drains_and_what_ends_in_time_is_saved()
    {
        var report = Simulation.Run(Scenario(new SpotOptions(), Wave(1.05), 1, arrivals: SmallWorld.Request(1)), 1);
        Assert.Equal((1, 0), (report.Completed, report.Capacity.Lost));
        Assert.Equal(2 * 1.2 / 3600, report.GpuHours, 9);
        Assert.Equal(2 * 0.15 / 3600, report.WastedGpuHours, 9);
    }

    [Fact]
    public void At_the_end_of_the_notice_what_still_runs_breaks()
    {
        var report = Simulation.Run(Scenario(new SpotOptions { Notice = TimeSpan.FromSeconds(0.1) }, Wave(1.05), 1, arrivals: SmallWorld.Request(1)), 1);
        Assert.Equal((0, 1), (report.Completed, report.Capacity.Lost));
        Assert.Equal(1, report.Tiers[0].Outcomes["StreamBroken"]);
        Assert.Equal(2 * 1.15 / 3600, report.GpuHours, 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Losses_come_at_their_rate_alone_or_in_waves(double waves)
    {
        // Eight replicas for 0.25 h at one reclaim per replica-hour, nothing replaced: 1 - exp(-0.25) = 22 % are lost.
        var spot = new SpotOptions { ReclaimsPerReplicaHour = 1, WaveShare = waves, WaveReach = 0.5, Notice = TimeSpan.Zero };
        var scenario = Scenario(spot, new FaultOptions(), 8, seconds: 900) with { ScrapeInterval = TimeSpan.FromSeconds(60) };
        var lost = 0.0;
        for (var seed = 1UL; seed <= 150; seed++)
        {
            lost += 8 - Held(scenario, seed);
        }

        Assert.InRange(lost / (150 * 8), 0.165, 0.28);
    }

    [Fact]
    public void Replicas_that_are_not_spot_stay()
    {
        var scenario = SmallWorld.Scenario([], east: 4, seconds: 3600) with { World = new WorldOptions { Spot = new SpotOptions { ReclaimsPerReplicaHour = 10, WaveShare = 0.5 } } };
        Assert.Equal(0, Simulation.Run(scenario, 1).Capacity.Lost);
    }

    private static int Held(SimulationScenario scenario, ulong seed)
    {
        var run = new SimulationRun(scenario, seed, [], null);
        run.Go();
        return run.World.Region(SmallWorld.East).Replicas.Count;
    }
}
