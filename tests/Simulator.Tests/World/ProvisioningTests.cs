using System.Collections.Immutable;

namespace SageServe.Simulator.Tests;

public sealed class ProvisioningTests
{
    private static readonly PoolId East = SmallWorld.Pool(SmallWorld.East);

    private static SimulationRun Run(ProvisioningOptions options, int east = 1)
    {
        var scenario = SmallWorld.Scenario([], east, seconds: 36_000) with { World = new WorldOptions { Provisioning = options } };
        return new SimulationRun(scenario, 1, SimulationChecker.All(), null);
    }

    /// <summary>Medians only, so that answers can be computed by hand.</summary>
    private static StartTimes Exact => new()
    {
        Reclaim = Minutes(1),
        WakeFromRam = Minutes(0.1),
        Standby = Minutes(0.5),
        WakeFromDisk = Minutes(0.75),
        LocalWeights = Minutes(4),
        Redeploy = Minutes(10),
        NewMachine = Minutes(15),
        RemoteWeights = Minutes(90),
    };

    private static DurationSpread Minutes(double minutes) => DurationSpread.Of(TimeSpan.FromMinutes(minutes), TimeSpan.Zero);

    private static SimReplica Started(SimulationRun run)
    {
        run.Fleet.Start(East, 1, ready: false);
        return run.World.Region(SmallWorld.East).Replicas[^1];
    }

    [Fact]
    public void Without_machines_every_start_is_the_profiles_cold_start()
    {
        var run = Run(new ProvisioningOptions());
        Assert.Equal(StartKind.ColdStart, Started(run).Kind);
        run.Go();
        var replica = run.World.Region(SmallWorld.East).Replicas[^1];
        Assert.Equal(TimeSpan.FromMinutes(10), replica.ReadyAt - replica.AllocatedAt);
    }

    [Fact]
    public void A_machine_that_nobody_had_is_new_and_one_given_back_lately_still_has_the_weights()
    {
        var run = Run(new ProvisioningOptions { Machines = true, Times = Exact });
        Assert.Equal(StartKind.NewMachine, Started(run).Kind);
        run.Fleet.Stop(East, 1);
        Assert.Equal(StartKind.LocalWeights, Started(run).Kind);
    }

    [Theory]
    [InlineData(StoppedMachine.Donate, StartKind.Reclaim, 1)]
    [InlineData(StoppedMachine.SleepInRam, StartKind.WakeFromRam, 0.1)]
    [InlineData(StoppedMachine.SleepOnDisk, StartKind.WakeFromDisk, 0.75)]
    [InlineData(StoppedMachine.Standby, StartKind.Standby, 0.5)]
    public void What_scale_in_leaves_decides_how_the_next_start_goes(StoppedMachine left, object kind, double minutes)
    {
        var run = Run(new ProvisioningOptions { Machines = true, WhenStopped = left, Times = Exact });
        run.Fleet.Stop(East, 1);
        var replica = Started(run);
        Assert.Equal((StartKind)kind, replica.Kind);
        run.Go();
        Assert.Equal(minutes, (replica.ReadyAt - replica.AllocatedAt)!.Value.TotalMinutes, 6);
    }

    [Fact]
    public void A_region_without_the_weights_fetches_them_once()
    {
        var stored = ImmutableArray.Create(new StoredWeights { Region = SmallWorld.East });
        var run = Run(new ProvisioningOptions { Machines = true, Stored = stored, Times = Exact }, east: 0);
        Assert.Equal(StartKind.RemoteWeights, Started(run).Kind);
        run.Go();
        Assert.Equal(StartKind.NewMachine, Started(run).Kind);
    }

    [Fact]
    public void A_start_that_fails_shows_at_its_end_and_is_counted()
    {
        var run = Run(new ProvisioningOptions { FailureProbability = 1 });
        run.Fleet.Start(East, 2, ready: false);
        run.Go();
        var pool = ReportWriter.Write(run, 1).Pools.Single(p => p.Pool == East.ToString());
        Assert.Equal((2, 2), (pool.Capacity.NeverReady, pool.Capacity.Lost));
        Assert.Equal(2 * 2 * 10 / 60.0, pool.Capacity.WastedGpuHours, 6);
        Assert.Single(run.World.Region(SmallWorld.East).Replicas);
    }
}
