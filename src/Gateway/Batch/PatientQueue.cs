using System.Collections.Concurrent;

namespace SageServe.Gateway;

/// <summary>
/// This gateway's end of the deferred store: its lanes, its name as a lease holder, its operation ids and the leases it holds.
/// </summary>
internal sealed class PatientQueue(IDeferredStore store, RegionId shard, ServingCatalog catalog, BatchOptions options)
{
    private readonly string _owner = Guid.NewGuid().ToString("N")[..12];
    private readonly ConcurrentDictionary<(DeferredLane Lane, long Token), DeferredLease> _held = new();
    private readonly ConcurrentDictionary<ModelId, string> _unansweredLeases = new();
    private long _operations;

    /// <summary>Raised when there is new work of a model.</summary>
    public event Action<ModelId>? Filled;

    public string NewId(string prefix) => $"{prefix}-{Operation()}";

    /// <returns>How many were new; null when the queue is full.</returns>
    public async ValueTask<int?> EnqueueAsync(ModelId model, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        var added = await store.EnqueueAsync(LaneOf(model), Operation(), items, cancellation);
        Filled?.Invoke(model);
        return added;
    }

    /// <summary>Leases; when the last answer was lost, asks for that one again.</summary>
    public async ValueTask<IReadOnlyList<DeferredLease>> LeaseAsync(ModelId model, int count, CancellationToken cancellation)
    {
        var operation = _unansweredLeases.GetOrAdd(model, _ => Operation());
        var leases = await store.LeaseAsync(LaneOf(model), operation, count, _owner, options.LeaseTime, cancellation);
        _unansweredLeases.TryRemove(model, out _);
        foreach (var lease in leases)
        {
            _held[(LaneOf(model), lease.Token)] = lease;
        }

        return leases;
    }

    /// <summary>Keeps the leases of one model alive.</summary>
    public async ValueTask HeartbeatAsync(ModelId model, CancellationToken cancellation)
    {
        var lane = LaneOf(model);
        var held = _held.Where(h => h.Key.Lane == lane).Select(h => h.Value).ToList();
        if (held.Count > 0)
        {
            await store.HeartbeatAsync(lane, Operation(), held, options.LeaseTime, cancellation);
        }
    }

    public ValueTask<bool> CompleteAsync(ModelId model, DeferredLease lease, CancellationToken cancellation)
    {
        _held.TryRemove((LaneOf(model), lease.Token), out _);
        return store.CompleteAsync(LaneOf(model), Operation(), lease, cancellation);
    }

    public ValueTask<bool> RequeueAsync(ModelId model, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation)
    {
        _held.TryRemove((LaneOf(model), lease.Token), out _);
        return store.RequeueAsync(LaneOf(model), Operation(), lease, countAttempt, delay, cancellation);
    }

    public ValueTask<int> RemoveAsync(ModelId model, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        store.RemoveAsync(LaneOf(model), Operation(), ids, cancellation);

    public ValueTask<DeferredStats> ReadStatsAsync(ModelId model, CancellationToken cancellation) =>
        store.ReadStatsAsync(LaneOf(model), cancellation);

    public ValueTask<DeferredWork> ReadWorkAsync(ModelId model, CancellationToken cancellation) =>
        store.ReadWorkAsync(LaneOf(model), cancellation);

    /// <summary>Refuses new work at the door while no queue has room, or none can be reached.</summary>
    /// <exception cref="ApiRefusal">All are full.</exception>
    /// <exception cref="DeferredStoreException">The store is away.</exception>
    public async ValueTask CheckRoomAsync(CancellationToken cancellation)
    {
        foreach (var model in catalog.Models)
        {
            var stats = await ReadStatsAsync(model.Id, cancellation);
            if (stats.Waiting + stats.Leased < options.MaxQueuedItems)
            {
                return;
            }
        }

        throw new ApiRefusal(BatchApiErrors.QueueFull);
    }

    private DeferredLane LaneOf(ModelId model) => new(model, shard);

    private string Operation() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_owner}-{Interlocked.Increment(ref _operations)}");
}
