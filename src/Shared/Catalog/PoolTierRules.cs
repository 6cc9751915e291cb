namespace SageServe.Shared;

/// <summary>What must hold of pools that are kept for some tiers: nobody's requests are left without a pool.</summary>
internal static class PoolTierRules
{
    public static void Check(CatalogDocument catalog, List<string> problems)
    {
        foreach (var pool in catalog.Pools.IsDefault ? [] : catalog.Pools)
        {
            foreach (var tier in pool.Tiers.Distinct().Where(t => pool.Tiers.Count(o => o == t) > 1))
            {
                problems.Add($"pools: {pool.Id}: tiers names {tier.WireName()} more than once.");
            }
        }

        foreach (var deployment in (catalog.Pools.IsDefault ? [] : catalog.Pools).GroupBy(p => p.Id.Deployment))
        {
            foreach (var tier in ServiceTiers.All.Where(t => !deployment.Any(p => p.IsOwnOf(t))))
            {
                problems.Add($"pools: {deployment.Key} has no pool of its own for {tier.WireName()}; add the tier to one, or a pool without tiers that is not for overflow only.");
            }
        }
    }
}
