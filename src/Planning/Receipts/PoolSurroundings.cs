using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What stands around a pool, looked up once.</summary>
/// <param name="Siblings">Pools of its deployment that serve some of its tiers, itself too.</param>
/// <param name="Judged">Tiers whose demand decides what was needed: interactive ones, as patient work takes what is left; all where nothing else is served.</param>
/// <param name="CountsDue">Patient work with its deadlines comes on top.</param>
/// <param name="Levels">What is promised to the tiers that it serves.</param>
internal sealed record PoolSurroundings(ImmutableArray<PoolSpec> Siblings, TierSet Judged, bool CountsDue, ImmutableArray<ServiceLevel> Levels)
{
    public static PoolSurroundings Of(PoolSpec spec, ServingCatalog catalog)
    {
        var tiers = TierSet.Of(spec);
        return new PoolSurroundings(
            [.. catalog.Pools.Where(s => s.Id.Deployment == spec.Id.Deployment && TierSet.Of(s).Overlaps(tiers))],
            tiers.HasInteractive ? tiers.And(TierSet.Interactive) : tiers,
            tiers is { HasInteractive: true, HasPatient: true },
            [.. ServiceTiers.All.Where(tiers.Contains).Select(catalog.Level)]);
    }
}
