namespace SageServe.Gateway;

/// <summary>
/// The index of patient work (DESIGN 5.6). A lane's work stands in groups, first in first out within each. One gateway at a time holds the
/// lane's pump; it decides which groups may go on and grants items from their heads to the gateways, which collect them from their inboxes.
/// The index may be lost and filled again from the files at any time.
/// <para>
/// Every step is atomic, and asking again after a lost answer does no harm: what is known is not enqueued twice, a grant is told by its
/// operation, an inbox hands out until what it gave is acknowledged, and steps on leases are fenced by their token. Every step throws
/// <see cref="DeferredStoreException"/> when the store is away, within about two seconds.
/// </para>
/// </summary>
public interface IDeferredStore : IAsyncDisposable
{
    /// <summary>Adds items to the end of a group; a line that is known already, in whatever state, stays as it is. All or none.</summary>
    /// <returns>How many were new; null when they, or one more group, do not fit the limits.</returns>
    ValueTask<int?> EnqueueAsync(DeferredLane lane, DeferredGroup group, IReadOnlyList<DeferredItem> items, CancellationToken cancellation);

    /// <summary>
    /// How the lane stands, in O(groups). First, what is over ends: leases that ran out and pauses that are over return to their group's head,
    /// held calls of gateways that are gone are dropped.
    /// </summary>
    ValueTask<DeferredLaneState> ReadAsync(DeferredLane lane, CancellationToken cancellation);

    /// <summary>Takes the lane's pump, or keeps it; with no duration, lets it go.</summary>
    /// <returns>Whether this gateway holds it now.</returns>
    ValueTask<bool> HoldPumpAsync(DeferredLane lane, string gateway, TimeSpan duration, CancellationToken cancellation);

    /// <summary>
    /// Leases items from the heads of groups and puts them into inboxes, each for <paramref name="duration"/> unless collected. Never more
    /// than a gateway has room for, and none to one that is not heard of. The same operation again changes nothing and answers the same.
    /// </summary>
    /// <returns>How many of each; null when <paramref name="pump"/> is not the pump.</returns>
    ValueTask<IReadOnlyList<int>?> GrantAsync(
        DeferredLane lane, string pump, string operation, IReadOnlyList<DeferredGrant> grants, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Takes what was granted, and says that this gateway lives and what more it would run.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="gateway">Whose inbox.</param>
    /// <param name="room">Items that it would take, those that it finds now included.</param>
    /// <param name="after">The last token that it has got; those up to it leave the inbox. 0 at first.</param>
    /// <param name="duration">Of the leases, from now.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<DeferredCollection> CollectAsync(
        DeferredLane lane, string gateway, int room, long after, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Extends leases that are still held.</summary>
    /// <returns>How many still were.</returns>
    ValueTask<int> HeartbeatAsync(DeferredLane lane, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Removes finished items.</summary>
    /// <returns>How many leases were still held.</returns>
    ValueTask<int> CompleteAsync(DeferredLane lane, IReadOnlyList<DeferredLease> leases, CancellationToken cancellation);

    /// <summary>Gives an item back to the head of its group, after <paramref name="delay"/>; false when the lease is not held any more.</summary>
    ValueTask<bool> RequeueAsync(DeferredLane lane, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation);

    /// <summary>Removes a group with all that it has, leased or not.</summary>
    /// <returns>How many items there were.</returns>
    ValueTask<int> RemoveGroupAsync(DeferredLane lane, string group, CancellationToken cancellation);

    /// <summary>Removes single items, leased or not; O(items of the group), for groups of held calls.</summary>
    /// <returns>How many were there.</returns>
    ValueTask<int> RemoveAsync(DeferredLane lane, string group, IReadOnlyList<int> lines, CancellationToken cancellation);
}
