namespace SageServe.Scaler.Tests;

/// <summary>Small catalogs of correct form.</summary>
internal static class Catalogs
{
    public static ServingCatalog OnePool(PoolId pool) => new(DocumentOf([pool]));

    public static CatalogDocument DocumentOf(IReadOnlyCollection<PoolId> pools)
    {
        var models = pools.Select(p => p.Model).Distinct().ToArray();
        var accelerators = pools.Select(p => p.Accelerator).Distinct().ToArray();
        return new CatalogDocument
        {
            Models = [.. models.Select(m => new ModelSpec(m, 16_000_000_000, 131_072, 8_192))],
            Accelerators = [.. accelerators.Select(a => new AcceleratorSpec(a, 1, 80_000_000_000, 3.5))],
            Profiles = [.. models.SelectMany(m => accelerators.Select(a => Profile(m, a)))],
            Regions = [.. pools.Select(p => p.Region).Distinct().Select(r => new RegionSpec(r, [.. accelerators.Select(a => new RegionCapacity(a, 8))], []))],
            Pools = [.. pools.Select(p => new PoolSpec(p, 1, 8, 2))],
            ServedNames = [.. models.Select(m => new ServedName(m.Value, m))],
            ServiceLevels =
            [
                new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), null, 3, TimeSpan.FromSeconds(10), 0.95),
                new ServiceLevel(ServiceTier.InteractiveNormal, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(200), null, 3, TimeSpan.FromSeconds(30), 0.95),
                new ServiceLevel(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromMinutes(1), 0.95),
            ],
        };
    }

    private static ThroughputProfile Profile(ModelId model, AcceleratorId accelerator) => new()
    {
        Model = model,
        Accelerator = accelerator,
        Prefill = [new StepPoint(128, 0.02), new StepPoint(2048, 0.2)],
        Decode = [new StepPoint(1, 0.01), new StepPoint(64, 0.02)],
        KvCapacityTokens = 400_000,
        MaxSequences = 128,
        MaxBatchedTokens = 2048,
        ReferenceSequences = 32,
        ColdStart = TimeSpan.FromMinutes(2),
        Source = "made up for a test",
    };
}
