namespace SageServe.Routing;

/// <summary>
/// What the catalog says of a model in one region: price and speed of its pools, each counted as often as it may have replicas. Unknown
/// hardware costs the most and takes the longest.
/// </summary>
internal sealed class RegionCosts
{
    private readonly List<(int Replicas, double UsdPerSecond, ThroughputProfile Profile)> _pools = [];

    public RegionCosts(ServingCatalog catalog, ModelId model, RegionId region)
    {
        foreach (var pool in catalog.Pools)
        {
            if (pool.Id.Model != model || pool.Id.Region != region || pool.MaxReplicas == 0)
            {
                continue;
            }

            var hardware = catalog.Accelerator(pool.Id.Accelerator);
            var usdPerGpuHour = pool.Id.CapacityType == CapacityType.Spot ? hardware.SpotUsdPerGpuHour ?? hardware.UsdPerGpuHour : hardware.UsdPerGpuHour;
            var profile = catalog.Profile(model, pool.Id.Accelerator);
            _pools.Add((pool.MaxReplicas, hardware.Gpus * usdPerGpuHour / 3600, profile));
            KvTokens += profile.KvCapacityTokens * pool.MaxReplicas;
        }
    }

    /// <summary>KV cache of as many replicas as the region may have.</summary>
    public long KvTokens { get; }

    /// <summary>USD for a prompt token and the output that it brings, when all pools are in use.</summary>
    public double UsdPerPromptToken(double outputPerPromptToken)
    {
        double usd = 0, tokens = 0;
        foreach (var (replicas, usdPerSecond, profile) in _pools)
        {
            usd += replicas * usdPerSecond;
            tokens += replicas * profile.PromptTokensPerSecond(outputPerPromptToken).Value;
        }

        return tokens > 0 ? usd / tokens : double.PositiveInfinity;
    }

    /// <summary>Prefill of a prompt with nothing else on the replica, on the region's fastest hardware.</summary>
    public TimeSpan UnloadedPrefill(int promptTokens)
    {
        var best = double.PositiveInfinity;
        foreach (var (_, _, profile) in _pools)
        {
            best = Math.Min(best, profile.UnloadedPrefillSeconds(promptTokens));
        }

        return double.IsFinite(best) ? TimeSpan.FromSeconds(best) : TimeSpan.FromTicks(WorkRate.Of(null).PrefillTicks(promptTokens));
    }
}
