namespace SageServe.Routing.Tests;

/// <summary>Three regions, one model on two kinds of hardware, with round numbers: a request of 100 prompt and 100 output tokens costs 0.2 s on "fast".</summary>
internal static class TestCatalog
{
    public static readonly ModelId Model = new("m");
    public static readonly RegionId East = new("east");
    public static readonly RegionId West = new("west");
    public static readonly RegionId Central = new("central");
    public static readonly AcceleratorId Fast = new("fast");
    public static readonly AcceleratorId Slow = new("slow");

    public static readonly ServingCatalog Value = new(new CatalogDocument
    {
        Models = [new ModelSpec(Model, 1_000_000, 1_000, 8192)],
        Accelerators = [new AcceleratorSpec(Fast, 1, 80_000_000_000, 2), new AcceleratorSpec(Slow, 1, 40_000_000_000, 1)],
        Profiles = [Profile(Fast, 0.001), Profile(Slow, 0.004)],
        Regions = [Region(East, (West, 70), (Central, 30)), Region(West, (East, 70), (Central, 40)), Region(Central, (East, 30), (West, 40))],
        Pools = [Pool(East, Fast), Pool(East, Slow), Pool(West, Fast), Pool(Central, Fast)],
        ServedNames = [new ServedName("m", Model)],
        ServiceLevels =
        [
            new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), null, 5, TimeSpan.FromSeconds(5), 0.95),
            new ServiceLevel(ServiceTier.InteractiveNormal, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), null, 5, TimeSpan.FromMinutes(1), 0.95),
            new ServiceLevel(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 5, TimeSpan.FromMinutes(10), 0.99),
        ],
    });

    private static ThroughputProfile Profile(AcceleratorId accelerator, double secondsPerToken) => new()
    {
        Model = Model,
        Accelerator = accelerator,
        Prefill = [new StepPoint(1000, 1000 * secondsPerToken)],
        Decode = [new StepPoint(10, 10 * secondsPerToken)],
        KvCapacityTokens = 100_000,
        MaxSequences = 64,
        MaxBatchedTokens = 1000,
        ReferenceSequences = 10,
        ColdStart = TimeSpan.FromMinutes(5),
        Source = "made up for tests",
    };

    private static RegionSpec Region(RegionId id, params (RegionId Region, int Milliseconds)[] links) =>
        new(id, [new RegionCapacity(Fast, 8)], [.. links.Select(l => new RegionLink(l.Region, TimeSpan.FromMilliseconds(l.Milliseconds)))]);

    private static PoolSpec Pool(RegionId region, AcceleratorId accelerator) => new(new PoolId(new DeploymentId(Model, region), accelerator), 0, 8, 1);
}
