using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Pools by id, as <see cref="PoolId.CompareTo"/> has it, with each name compared once instead of at every step of sorting.</summary>
internal static class ProblemPoolOrder
{
    public static IEnumerable<ProblemPool> Of(ImmutableArray<ProblemPool> pools)
    {
        var models = Ranks(pools.Select(p => p.Model));
        var regions = Ranks(pools.Select(p => p.Region));
        var accelerators = Ranks(pools.Select(p => p.Accelerator));
        var revisions = pools.Select(p => p.Revision).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select((name, rank) => (name, rank))
            .ToDictionary(r => r.name, r => r.rank, StringComparer.Ordinal);
        return pools.OrderBy(p => (models[p.Model], regions[p.Region], accelerators[p.Accelerator], p.CapacityType, revisions[p.Revision]));
    }

    private static Dictionary<T, int> Ranks<T>(IEnumerable<T> ids)
        where T : notnull => ids.Distinct().Order().Select((id, rank) => (id, rank)).ToDictionary(r => r.id, r => r.rank);
}
