using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What one tick knows of the co-resident groups.</summary>
/// <param name="Now">Envelope time.</param>
/// <param name="Facts">Of the groups that were reported with all their members, sorted by name.</param>
/// <param name="FrozenBecause">Why nothing may shrink; null when it may.</param>
internal sealed record GroupRound(Instant Now, ImmutableArray<GroupFacts> Facts, string? FrozenBecause)
{
    public static GroupRound None { get; } = new(Instant.Min, [], null);

    public GroupFacts? Of(string group) => Facts.FirstOrDefault(f => f.Group == group);

    /// <summary>A group of which a member is not told can't be reckoned with: its units would not add up.</summary>
    public static ImmutableArray<GroupFacts> Told(ServingCatalog catalog, TickInput input)
    {
        var pools = (input.Pools ?? []).Select(p => p.Pool).ToHashSet();
        return
        [
            .. (input.Groups ?? []).DistinctBy(g => g.Group).OrderBy(g => g.Group, StringComparer.Ordinal)
                .Where(g => catalog.Groups.Any(s => s.Name == g.Group) && catalog.MembersOf(g.Group).All(m => pools.Contains(m.Id))),
        ];
    }

    /// <summary>The groups whose units may move at this tick.</summary>
    public GroupRound Within(ServingCatalog catalog, TickInput input) =>
        input.Home is null ? this : this with { Facts = [.. Facts.Where(f => catalog.MembersOf(f.Group).All(m => input.IsHome(m.Id.Region)))] };

    /// <summary>The pools that may be touched: those of their own, and members of groups that are known.</summary>
    public ImmutableArray<PoolFacts> Known(ServingCatalog catalog, ImmutableArray<PoolFacts> pools) =>
        catalog.Groups.IsEmpty ? pools : [.. pools.Where(p => catalog.GroupOf(p.Pool) is not { } group || Of(group.Name) is not null)];
}
