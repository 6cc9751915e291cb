namespace SageServe.Simulator.Tests;

public sealed class WorldPropertyTests
{
    private static SimulationScenario Any(RandomStream random)
    {
        var arrivals = SmallWorld.Random(random, 1 + random.NextInt(15), 30);
        var scenario = SmallWorld.Scenario(arrivals, random.NextInt(4), random.NextInt(4), 30) with { DrainLimit = TimeSpan.FromMinutes(30) };
        var planned = random.NextInt(2) == 0;
        var world = RandomWorld.Any(random, planned ? 4 * 3600 : 30);
        scenario = scenario with { World = world };
        return planned ? SmallWorld.Planned(scenario, "reactive", hours: 4) : scenario;
    }

    [Fact]
    public void The_checkers_find_nothing_in_rough_worlds() => Seeds.Check(80, (seed, random) =>
    {
        var report = Simulation.Run(Any(random), seed);
        Assert.Equal(report.Requests, report.Completed + report.Failed + report.Pending);
        Assert.True(report.ClientTries >= report.Tiers.Take(2).Sum(t => t.Requests));
        CheckHours(report);
    });

    [Fact]
    public void Rough_worlds_repeat_to_the_byte() => Seeds.Check(15, (seed, _) =>
    {
        var first = Simulation.Run(Any(new RandomStream(seed)), seed).ToJson();
        Assert.Equal(first, Simulation.Run(Any(new RandomStream(seed)), seed).ToJson());
    });

    [Fact]
    public void A_decision_log_of_a_rough_world_replays()
    {
        using var log = new MemoryStream();
        var scenario = Any(new RandomStream(11)) with { Decisions = log };
        Simulation.Run(scenario, 11);
        var lines = System.Text.Encoding.UTF8.GetString(log.ToArray()).Split('\n');
        var result = Replay.Run(SmallWorld.Catalog, lines);
        Assert.True(result.Replayed > 0);
        Assert.Empty(result.Differences);
    }

    [Fact]
    public void One_feature_changes_no_draw_of_another()
    {
        var options = new ProvisioningOptions { Machines = true };
        var calm = new WorldOptions { Provisioning = options };
        var rough = RandomWorld.Any(new RandomStream(3), 3600) with { Provisioning = options, Faults = new FaultOptions { SlowdownsPerReplicaHour = 5 } };
        Assert.Equal(StartUps(calm), StartUps(rough));
    }

    private static List<TimeSpan> StartUps(WorldOptions world)
    {
        var arrivals = SmallWorld.Random(new RandomStream(1), 1, 60);
        var run = new SimulationRun(SmallWorld.Scenario(arrivals, seconds: 7200) with { World = world }, 7, SimulationChecker.All(), null);
        run.Fleet.Start(SmallWorld.Pool(SmallWorld.East), 3, ready: false);
        run.Go();
        return [.. run.World.Region(SmallWorld.East).Replicas.Where(r => r.Kind != StartKind.Initial).Select(r => r.ReadyAt!.Value - r.AllocatedAt)];
    }

    private static void CheckHours(SimulationReport report)
    {
        Assert.Equal(report.Pools.Sum(p => p.Capacity.CostUsd), report.CostUsd, 6);
        foreach (var pool in report.Pools)
        {
            var capacity = pool.Capacity;
            Assert.True(capacity.WastedGpuHours + capacity.IdleGpuHours <= pool.GpuHours + 1e-6, $"{pool.Pool}: {capacity.WastedGpuHours} wasted and {capacity.IdleGpuHours} idle of {pool.GpuHours}");
            Assert.True(capacity is { WastedGpuHours: >= 0, IdleGpuHours: >= 0, DonatedGpuHours: >= 0 });
            Assert.Equal(pool.Started, capacity.Starts.Values.Sum());
        }
    }
}
