namespace SageServe.Gateway;

/// <summary>
/// The index of patient work (DESIGN 5.6): who waits, in deadline order (first come first served within equal deadlines), and who
/// holds what. It may be lost and rebuilt from the files at any time.
/// <para>
/// Every step is atomic and takes an operation id: the same id again, within a minute, changes nothing and gives the first answer,
/// so that a caller who heard no answer just asks again. Every step throws <see cref="DeferredStoreException"/> when the store is
/// away, within about two seconds.
/// </para>
/// </summary>
public interface IDeferredStore : IAsyncDisposable
{
    /// <summary>Adds items; one whose id is known already stays as it is. All or none: null when they do not fit the limit.</summary>
    /// <returns>How many were new.</returns>
    ValueTask<int?> EnqueueAsync(DeferredLane lane, string operation, IReadOnlyList<DeferredItem> items, CancellationToken cancellation);

    /// <summary>Takes up to <paramref name="count"/> items with the earliest deadlines. Leases that ran out are waiting again.</summary>
    ValueTask<IReadOnlyList<DeferredLease>> LeaseAsync(
        DeferredLane lane, string operation, int count, string owner, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Extends leases that are still held.</summary>
    /// <returns>How many still were.</returns>
    ValueTask<int> HeartbeatAsync(
        DeferredLane lane, string operation, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Removes a finished item; false when the lease is not held any more.</summary>
    ValueTask<bool> CompleteAsync(DeferredLane lane, string operation, DeferredLease lease, CancellationToken cancellation);

    /// <summary>Gives an item back, to wait again after <paramref name="delay"/>; false when the lease is not held any more.</summary>
    ValueTask<bool> RequeueAsync(
        DeferredLane lane, string operation, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation);

    /// <summary>Removes items, waiting or leased.</summary>
    /// <returns>How many were there.</returns>
    ValueTask<int> RemoveAsync(DeferredLane lane, string operation, IReadOnlyList<string> ids, CancellationToken cancellation);

    ValueTask<DeferredStats> ReadStatsAsync(DeferredLane lane, CancellationToken cancellation);

    /// <summary>How much work waits; dearer than the stats, so asked for about once a second.</summary>
    ValueTask<DeferredWork> ReadWorkAsync(DeferredLane lane, CancellationToken cancellation);
}
