using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Which sums of tiers pools must be able to carry. Demand can be served when each set of tiers fits into the pools that serve any of
/// them (Hall's condition); a set that has no more pools than a larger one says nothing new and is left out. Unified pools leave one
/// class, all tiers; silos leave one per silo and the sum.
/// </summary>
internal static class DemandClasses
{
    /// <param name="pools">Whom each pool may serve.</param>
    public static ImmutableArray<TierSet> Of(IReadOnlyList<TierSet> pools)
    {
        var classes = ImmutableArray.CreateBuilder<TierSet>();
        for (var bits = 1; bits <= TierSet.All.Bits; bits++)
        {
            var tiers = new TierSet(bits);
            if (pools.Any(tiers.Overlaps) && !Enumerable.Range(bits + 1, TierSet.All.Bits - bits).Any(larger => Covers(new TierSet(larger), tiers, pools)))
            {
                classes.Add(tiers);
            }
        }

        return classes.ToImmutable();
    }

    private static bool Covers(TierSet larger, TierSet tiers, IReadOnlyList<TierSet> pools) =>
        larger.Holds(tiers) && pools.All(p => p.Overlaps(larger) == p.Overlaps(tiers));
}
