using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What stands around a pool, looked up once.</summary>
/// <param name="Siblings">Pools of its deployment that serve some of its tiers, itself too.</param>
/// <param name="Judged">Tiers whose demand decides what was needed: interactive ones, as patient work takes what is left; all where nothing else is served.</param>
/// <param name="CountsDue">Patient work with its deadlines comes on top.</param>
internal sealed record PoolSurroundings(ImmutableArray<PoolSpec> Siblings, TierSet Judged, bool CountsDue)
{
    public static PoolSurroundings Of(PoolSpec spec, IEnumerable<PoolSpec> deployment)
    {
        var tiers = TierSet.Of(spec);
        return new PoolSurroundings(
            [.. deployment.Where(s => TierSet.Of(s).Overlaps(tiers))],
            tiers.HasInteractive ? tiers.And(TierSet.Interactive) : tiers,
            tiers is { HasInteractive: true, HasPatient: true });
    }
}
