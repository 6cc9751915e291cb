namespace SageServe.Simulator.Tests;

public sealed class FaultTests
{
    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, int east, int west, double seconds, params ScheduledFault[] faults) => new(
        SmallWorld.Scenario(arrivals, east, west, seconds) with { World = new WorldOptions { Faults = new FaultOptions { Schedule = [.. faults] } } },
        1,
        SimulationChecker.All(),
        null);

    private static SimulationReport Report(SimulationRun run)
    {
        run.Go();
        return ReportWriter.Write(run, 1);
    }

    private static ScheduledFault Fault(FaultKind kind, double after, double length = 0, double factor = 1) => new()
    {
        Kind = kind,
        After = TimeSpan.FromSeconds(after),
        For = TimeSpan.FromSeconds(length),
        Region = SmallWorld.East,
        Factor = factor,
    };

    [Theory]
    [InlineData(0.5, 50, 0.200, 0.400)]
    [InlineData(1.05, 50, 0.150, 0.350)]
    [InlineData(0.5, 0.56, 0.130, 0.230)]
    public void A_slow_replica_takes_its_time_twice_while_it_is_slow(double after, double length, double ttft, double e2e)
    {
        var fast = Report(Run([SmallWorld.Request(1)], 1, 0, 60, Fault(FaultKind.ReplicaSlowdown, after, length, 2))).Tiers[0];
        Assert.Equal((ttft, e2e), (Math.Round(fast.TtftSeconds!.P50, 4), Math.Round(fast.E2eSeconds!.P50, 4)));
    }

    [Fact]
    public void Crashes_take_as_many_ready_replicas_as_they_say()
    {
        var report = Report(Run([SmallWorld.Request(5)], 3, 0, 60, Fault(FaultKind.ReplicaCrash, 1) with { Count = 2 }));
        Assert.Equal((1, 2), (report.Completed, report.Capacity.Lost));
        Assert.Equal(2 * (60 + 2 * 1) / 3600.0, report.GpuHours, 6);
    }

    [Fact]
    public void A_region_that_is_out_has_nothing_and_its_replicas_start_again_after_it()
    {
        var run = Run([SmallWorld.Request(5), SmallWorld.Request(900)], 2, 1, 1000, Fault(FaultKind.RegionOutage, 1, 59));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(30));
        Assert.Empty(run.World.Region(SmallWorld.East).Replicas);
        Assert.Equal(1, run.Tally.Completed);
        var report = Report(run);
        Assert.Equal(2, report.Completed);
        Assert.Equal([SmallWorld.Start + TimeSpan.FromSeconds(660)], run.World.Region(SmallWorld.East).Replicas.Select(r => r.ReadyAt!.Value).Distinct());
    }

    [Fact]
    public void The_planner_starts_a_regions_replicas_again_when_it_is_back()
    {
        var scenario = SmallWorld.Planned(SmallWorld.Scenario([], east: 2, west: 1, seconds: 120), "reactive");
        var outage = new ScheduledFault { Kind = FaultKind.RegionOutage, After = TimeSpan.FromHours(2), For = TimeSpan.FromHours(3), Region = SmallWorld.East };
        var run = new SimulationRun(scenario with { World = new WorldOptions { Faults = new FaultOptions { Schedule = [outage] } } }, 1, SimulationChecker.All(), null);
        run.Go();
        var replica = run.World.Region(SmallWorld.East).Replicas[0];
        var start = run.Kernel.Envelope.ToEnvelope(SmallWorld.Start);
        Assert.InRange((replica.AllocatedAt - start).TotalHours, 4.999, 5.001);
        Assert.Equal(InstancePhase.Ready, replica.Phase);
    }

    [Fact]
    public void Nothing_passes_between_partitioned_regions_until_it_is_over()
    {
        var requests = new[] { SmallWorld.Request(2), SmallWorld.Request(12), SmallWorld.Request(40) };
        var report = Report(Run(requests, 0, 1, 60, Fault(FaultKind.RegionPartition, 10, 20)));
        Assert.Equal((2, 1), (report.Completed, report.Tiers[0].Outcomes["NoReplica"]));
    }

    [Fact]
    public void A_relayed_request_breaks_when_the_way_back_is_cut()
    {
        var run = Run([SmallWorld.Request(2)], 0, 1, 60, Fault(FaultKind.RegionPartition, 2.1, 20));
        Assert.Equal(0, Report(run).Completed);
        Assert.Empty(run.World.Region(SmallWorld.West).Replicas[0].Legs);
    }

    [Fact]
    public void Starts_that_are_asked_for_in_a_bad_time_fail()
    {
        var run = Run([], 1, 0, 3600, Fault(FaultKind.StartFailures, 0, 60));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(1));
        run.Fleet.Start(SmallWorld.Pool(SmallWorld.East), 2, ready: false);
        Assert.Equal(2, Report(run).Capacity.Lost);
    }

    [Fact]
    public void Crashes_by_chance_come_at_their_rate()
    {
        // Eight replicas for 0.25 h at one crash per replica-hour: each is lost with 1 - exp(-0.25) = 22 %.
        var lost = 0;
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var scenario = SmallWorld.Scenario([], east: 8, seconds: 900) with
            {
                ScrapeInterval = TimeSpan.FromSeconds(60),
                World = new WorldOptions { Faults = new FaultOptions { CrashesPerReplicaHour = 1 } },
            };
            lost += Simulation.Run(scenario, seed).Capacity.Lost;
        }

        Assert.InRange(lost / 800.0, 0.18, 0.265);
    }

    [Fact]
    public void A_world_that_cannot_be_is_refused_with_all_its_problems()
    {
        var world = new WorldOptions
        {
            GatewaysPerRegion = 0,
            Provisioning = new ProvisioningOptions { WhenStopped = StoppedMachine.Donate },
            Clients = new ClientOptions { MaxTries = 0 },
            Faults = new FaultOptions { Schedule = [new ScheduledFault { Kind = FaultKind.RegionPartition, After = default }, Fault(FaultKind.ReplicaSlowdown, 1, 1, 0)] },
        };
        var error = Assert.Throws<ArgumentException>(() => Simulation.Run(SmallWorld.Scenario([]) with { World = world }, 1));
        Assert.Contains("gateways-per-region", error.Message, StringComparison.Ordinal);
        Assert.Contains("machines: true", error.Message, StringComparison.Ordinal);
        Assert.Contains("max-tries", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs a region", error.Message, StringComparison.Ordinal);
        Assert.Contains("factor", error.Message, StringComparison.Ordinal);
    }
}
