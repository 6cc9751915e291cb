using System.Collections.Immutable;

namespace SageServe.Swarm.Tests;

/// <summary>A small world to serve in: one to four regions, one to three models, one or two kinds of hardware, pools of all kinds.</summary>
internal sealed class RandomCatalog(RandomStream random)
{
    public ServingCatalog Make()
    {
        var models = Many("m", 1 + random.NextInt(3)).Select(n => new ModelSpec(new ModelId(n), 1_000_000, 1_000, 2048)).ToArray();
        var hardware = Many("gpu", 1 + random.NextInt(2))
            .Select(n => new AcceleratorSpec(new AcceleratorId(n), 1 + random.NextInt(8), 80_000_000_000, 1 + random.NextInt(4))).ToArray();
        var regions = Many("region", 1 + random.NextInt(4)).Select(n => new RegionId(n)).ToArray();
        var profiles = models.SelectMany(m => hardware.Select(h => Profile(m.Id, h.Id))).ToImmutableArray();
        return new ServingCatalog(new CatalogDocument
        {
            Models = [.. models],
            Accelerators = [.. hardware],
            Profiles = profiles,
            Regions = [.. regions.Select(r => Region(r, regions, hardware))],
            Pools = [.. regions.SelectMany(r => models.SelectMany(m => Pools(new DeploymentId(m.Id, r), hardware)))],
            ServedNames = [.. models.Select(m => new ServedName(m.Id.Value, m.Id))],
            ServiceLevels = Levels(),
        });
    }

    private static string[] Many(string name, int count) => [.. Enumerable.Range(1, count).Select(i => $"{name}{i}")];

    private ThroughputProfile Profile(ModelId model, AcceleratorId hardware)
    {
        var slowness = 0.5 + 2 * random.NextDouble();
        return new ThroughputProfile
        {
            Model = model,
            Accelerator = hardware,
            Prefill = [new StepPoint(1, 0.002 * slowness), new StepPoint(1000, 0.3 * slowness)],
            Decode = [new StepPoint(1, 0.01 * slowness), new StepPoint(32, 0.02 * slowness)],
            DecodeSecondsPerContextToken = random.NextInt(2) * 2e-7,
            MixedStepSurcharge = 0.1 * random.NextInt(2),
            KvCapacityTokens = 2048 + 16 * random.NextInt(800),
            MaxSequences = 2 + random.NextInt(40),
            MaxBatchedTokens = 128 + random.NextInt(2000),
            ReferenceSequences = 8,
            ColdStart = TimeSpan.FromMinutes(1 + random.NextInt(15)),
            Source = "drawn",
        };
    }

    private RegionSpec Region(RegionId id, RegionId[] all, AcceleratorSpec[] hardware) => new(
        id,
        [.. hardware.Select(h => new RegionCapacity(h.Id, 30 + random.NextInt(10)))],
        [.. all.Where(o => o != id).Select(o => new RegionLink(o, TimeSpan.FromMilliseconds(10 + random.NextInt(200))))]);

    /// <summary>One unified pool, a spot one beside it, or one for urgent and one for patient work.</summary>
    private IEnumerable<PoolSpec> Pools(DeploymentId deployment, AcceleratorSpec[] hardware)
    {
        PoolId Id(CapacityType type, string revision) => new(deployment, hardware[random.NextInt(hardware.Length)].Id, type, revision);
        var initial = random.NextInt(4);
        switch (random.NextInt(5))
        {
            case 0:
                yield return new PoolSpec(Id(CapacityType.OnDemand, PoolId.DefaultRevision), 0, 4, initial);
                yield return new PoolSpec(Id(CapacityType.Spot, PoolId.DefaultRevision), 0, 3, random.NextInt(3));
                break;
            case 1:
                yield return new PoolSpec(Id(CapacityType.OnDemand, "urgent"), 0, 4, initial)
                {
                    Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal],
                };
                yield return new PoolSpec(Id(CapacityType.OnDemand, "patient"), 0, 3, random.NextInt(3))
                {
                    Tiers = [ServiceTier.NonInteractive],
                    TakesOverflow = random.NextInt(2) == 0,
                };
                break;
            default:
                yield return new PoolSpec(Id(CapacityType.OnDemand, PoolId.DefaultRevision), Math.Min(1, initial), 5, initial);
                break;
        }
    }

    private ImmutableArray<ServiceLevel> Levels() =>
    [
        new(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), null, 5, TimeSpan.FromSeconds(random.NextInt(8)), 0.95),
        new(ServiceTier.InteractiveNormal, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(100), null, 5, TimeSpan.FromSeconds(20), 0.95),
        new(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20 + random.NextInt(100_000)), 5, TimeSpan.FromMinutes(10), 0.99),
    ];
}
