namespace SageServe.Routing.Tests;

/// <summary>Random worlds: replicas of all phases, loads and ages, some regions, sometimes a plan.</summary>
internal static class RandomFleet
{
    public static FleetSnapshot Next(RandomStream random, Instant now, long version)
    {
        var builder = new FleetSnapshotBuilder(TestCatalog.East);
        for (var i = 0; i < 6; i++)
        {
            if (random.NextInt(4) > 0)
            {
                builder.Add(Replica(random, now, i));
            }
        }

        foreach (var region in new[] { TestCatalog.West, TestCatalog.Central })
        {
            if (random.NextInt(4) > 0)
            {
                builder.Add(Summary(random, now, region));
            }
        }

        return builder.With(random.NextInt(3) == 0 ? Advice(random, now) : null).Build(now, version + 1);
    }

    private static InstanceSnapshot Replica(RandomStream random, Instant now, int number) => new()
    {
        Id = new InstanceId($"east-m-{number}"),
        Pool = new PoolId(new DeploymentId(TestCatalog.Model, TestCatalog.East), number % 3 == 0 ? TestCatalog.Slow : TestCatalog.Fast),
        Phase = random.NextInt(3) > 0 ? InstancePhase.Ready : (InstancePhase)random.NextInt(6),
        MetricsAt = random.NextInt(20) == 0 ? Instant.Min : now - TimeSpan.FromMilliseconds(random.NextInt(4000)),
        Running = random.NextInt(20),
        Waiting = random.NextInt(4),
        KvUsage = new Utilization(random.NextDouble()),
        KvCapacityTokens = random.NextInt(5) == 0 ? 0 : 100_000,
        MaxSequences = random.NextInt(5) == 0 ? 0 : 64,
        Adapters = random.NextInt(3) == 0 ? [$"adapter-{random.NextInt(6)}"] : [],
        AdapterSlots = random.NextInt(4),
        ReadySince = random.NextInt(2) == 0 ? Instant.Min : now - TimeSpan.FromSeconds(random.NextInt(20)),
    };

    private static RegionSummary Summary(RandomStream random, Instant now, RegionId region) => new()
    {
        Region = region,
        Model = TestCatalog.Model,
        TakenAt = now - TimeSpan.FromMilliseconds(random.NextInt(7000)),
        ReadyReplicas = random.NextInt(4),
        KvUtilization = new Utilization(random.NextDouble()),
        Pressure = new Pressure(random.NextDouble() * 1.3),
        Capacity = new TokenRate(5000),
        Free = new TokenRate(random.NextInt(3000)),
        ExpectedWait = TimeSpan.FromMilliseconds(random.NextInt(2000)),
    };

    private static PlanAdvice Advice(RandomStream random, Instant now) => new(
        random.NextInt(100),
        now,
        now + TimeSpan.FromSeconds(random.NextInt(5) - 1),
        [new RegionWeight(TestCatalog.Model, TestCatalog.East, TestCatalog.West, random.NextDouble())],
        [new WarmingCapacity(new DeploymentId(TestCatalog.Model, TestCatalog.East), random.NextInt(3), now + TimeSpan.FromSeconds(random.NextInt(60)))]);
}
