using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>One unit of a co-resident group as it was listed: an engine of each member, at most one of them not asleep.</summary>
/// <param name="Name">Its name at the control API.</param>
/// <param name="Group">Of the catalog.</param>
/// <param name="Engines">Those that live.</param>
/// <param name="IsWhole">No engine is missing; one that lacks some is emptied and released.</param>
internal sealed record LocalUnit(string Name, string Group, ImmutableArray<ReplicaDocument> Engines, bool IsWhole)
{
    /// <summary>Serves, loads or drains; null where all sleep.</summary>
    public ReplicaDocument? Awake => Engines.FirstOrDefault(e => e.State != ReplicaState.Sleeping);

    public int Work => Awake is { } awake ? awake.Running + awake.Waiting : 0;

    public static ImmutableArray<LocalUnit> Of(IEnumerable<ReplicaDocument> replicas, ServingCatalog catalog) =>
    [
        .. replicas.Where(r => r.Unit is not null && r.State is not (ReplicaState.Stopped or ReplicaState.Failed) && catalog.GroupOf(r.Pool) is not null)
            .GroupBy(r => r.Unit!, StringComparer.Ordinal).OrderBy(u => u.Min(r => r.AllocatedAt)).ThenBy(u => u.Key, StringComparer.Ordinal)
            .Select(u => (u.Key, Group: catalog.GroupOf(u.First().Pool)!.Name, Engines: u.OrderBy(r => r.Id).ToImmutableArray()))
            .Select(u => new LocalUnit(u.Key, u.Group, u.Engines, u.Engines.Length == catalog.MembersOf(u.Group).Count())),
    ];
}
