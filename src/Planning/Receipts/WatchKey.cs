namespace SageServe.Planning;

/// <summary>Whose receipts are watched together: a pool's, or those of a co-resident group's units.</summary>
/// <param name="Pool">The pool; of a group its first member.</param>
/// <param name="Group">The group's name; empty for a pool.</param>
internal readonly record struct WatchKey(PoolId Pool, string Group) : IComparable<WatchKey>
{
    public bool IsOfUnits => Group.Length > 0;

    /// <summary>Null where the catalog does not know it any more.</summary>
    public static WatchKey? Of(ServingCatalog catalog, PoolId pool, string? group) =>
        group is null ? (catalog.FindPool(pool) is null ? null : new WatchKey(pool, ""))
        : catalog.Groups.Any(g => g.Name == group) && catalog.FindPool(pool) is not null ? new WatchKey(catalog.MembersOf(group).First().Id, group)
        : null;

    public int CompareTo(WatchKey other) => Pool.CompareTo(other.Pool) is var order && order != 0 ? order : string.CompareOrdinal(Group, other.Group);
}
