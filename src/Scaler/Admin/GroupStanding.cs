using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Units of one co-resident group as the last tick saw them: each is one of awake, asleep or loading, and those that go come on top.</summary>
/// <param name="Group">Its name in the catalog.</param>
/// <param name="Awake">An engine serves, wakes, drains or gives way to another.</param>
/// <param name="Asleep">All engines sleep.</param>
/// <param name="Loading">New ones whose engines are not loaded yet.</param>
/// <param name="Leaving">They hold GPUs still and go.</param>
/// <param name="Members">Engines by member: ready is awake, starting wakes or loads.</param>
internal sealed record GroupStanding(string Group, int Awake, int Asleep, int Loading, int Leaving, ImmutableArray<PoolStanding> Members)
{
    /// <summary>Of the groups that the tick was told of.</summary>
    public static ImmutableArray<GroupStanding> Of(TickInput input, ServingCatalog catalog) =>
    [
        .. (input.Groups ?? []).Where(g => catalog.Groups.Any(s => s.Name == g.Group)).Select(g => new GroupStanding(
            g.Group, Math.Max(0, g.Units - g.Asleep - g.Loading), g.Asleep, g.Loading, g.Leaving,
            [.. (input.Pools ?? []).Where(p => catalog.GroupOf(p.Pool)?.Name == g.Group).Select(PoolStanding.Of)])),
    ];
}
