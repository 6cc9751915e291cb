namespace SageServe.Gateway.Tests;

/// <summary>Two models, two regions, one kind of hardware.</summary>
internal static class TestCatalog
{
    public static readonly ModelId Model = new("model-a");
    public static readonly ModelId Other = new("model-b");
    public static readonly AcceleratorId Gpu = new("gpu");

    public static CatalogDocument Document(TimeSpan? holdLimit = null) => new()
    {
        Models = [new ModelSpec(Model, 1_000_000, 1000, 16_384), new ModelSpec(Other, 1_000_000, 1000, 16_384)],
        Accelerators = [new AcceleratorSpec(Gpu, 1, 80_000_000_000, 2)],
        Profiles = [Profile(Model), Profile(Other)],
        Regions =
        [
            new RegionSpec(new RegionId("east"), [new RegionCapacity(Gpu, 10)], [new RegionLink(new RegionId("west"), TimeSpan.FromMilliseconds(60))]),
            new RegionSpec(new RegionId("west"), [new RegionCapacity(Gpu, 10)], [new RegionLink(new RegionId("east"), TimeSpan.FromMilliseconds(60))]),
        ],
        Pools =
        [
            new PoolSpec(new PoolId(new DeploymentId(Model, new RegionId("east")), Gpu), 0, 10, 1),
            new PoolSpec(new PoolId(new DeploymentId(Model, new RegionId("west")), Gpu), 0, 10, 1),
        ],
        ServedNames = [new ServedName("alias-a", Model)],
        ServiceLevels =
        [
            new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), null, 3, holdLimit ?? TimeSpan.FromSeconds(5), 0.95),
            new ServiceLevel(ServiceTier.InteractiveNormal, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200), null, 3, holdLimit ?? TimeSpan.FromSeconds(5), 0.95),
            new ServiceLevel(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromMinutes(1), 0.99),
        ],
    };

    private static ThroughputProfile Profile(ModelId model) => new()
    {
        Model = model,
        Accelerator = Gpu,
        Prefill = [new StepPoint(128, 0.02), new StepPoint(2048, 0.2)],
        Decode = [new StepPoint(1, 0.01), new StepPoint(64, 0.03)],
        KvCapacityTokens = 16_000,
        MaxSequences = 64,
        MaxBatchedTokens = 2048,
        ReferenceSequences = 16,
        ColdStart = TimeSpan.FromSeconds(60),
        Source = "made up for tests",
    };
}
