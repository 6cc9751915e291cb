using System.Collections.Concurrent;

namespace SageServe.Gateway;

/// <summary>
/// This gateway's end of the deferred store: its lanes, its name there, what it has collected and the leases it holds.
/// </summary>
internal sealed class PatientQueue(IDeferredStore store, RegionId shard, ServingCatalog catalog, BatchOptions options)
{
    private readonly ConcurrentDictionary<(DeferredLane Lane, long Token), DeferredLease> _held = new();
    private readonly ConcurrentDictionary<ModelId, long> _collected = new();
    private readonly LeaseEnds _ends = new(store);
    private long _operations;

    /// <summary>Raised when there is new work of a model.</summary>
    public event Action<ModelId>? Filled;

    /// <summary>This gateway's name in the index, another one at each start: what an earlier one held is not this one's.</summary>
    public string Gateway { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <returns>How many were new; null when the queue is full.</returns>
    public async ValueTask<int?> EnqueueAsync(ModelId model, DeferredGroup group, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        var added = await store.EnqueueAsync(LaneOf(model), group, items, cancellation);
        Filled?.Invoke(model);
        return added;
    }

    public ValueTask<DeferredLaneState> ReadAsync(ModelId model, CancellationToken cancellation) =>
        store.ReadAsync(LaneOf(model), cancellation);

    /// <summary>With no duration, lets the pump go.</summary>
    public ValueTask<bool> HoldPumpAsync(ModelId model, TimeSpan duration, CancellationToken cancellation) =>
        store.HoldPumpAsync(LaneOf(model), Gateway, duration, cancellation);

    /// <returns>How many of each; null when this gateway is not the pump. After a lost answer the next reading tells what was granted.</returns>
    public ValueTask<IReadOnlyList<int>?> GrantAsync(ModelId model, IReadOnlyList<DeferredGrant> grants, CancellationToken cancellation)
    {
        var operation = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Gateway}-{Interlocked.Increment(ref _operations)}");
        return store.GrantAsync(LaneOf(model), Gateway, operation, grants, DeferredTimes.Uncollected, cancellation);
    }

    /// <summary>One call at a time for each model.</summary>
    public async ValueTask<DeferredCollection> CollectAsync(ModelId model, int room, CancellationToken cancellation)
    {
        var found = await store.CollectAsync(LaneOf(model), Gateway, room, _collected.GetValueOrDefault(model), options.LeaseTime, cancellation);
        foreach (var lease in found.Leases)
        {
            _held[(LaneOf(model), lease.Token)] = lease;
            _collected[model] = lease.Token;
        }

        return found;
    }

    /// <summary>Keeps the leases of one model alive.</summary>
    public async ValueTask HeartbeatAsync(ModelId model, CancellationToken cancellation)
    {
        var lane = LaneOf(model);
        var held = _held.Where(h => h.Key.Lane == lane).Select(h => h.Value).ToList();
        if (held.Count > 0)
        {
            await store.HeartbeatAsync(lane, held, options.LeaseTime, cancellation);
        }
    }

    /// <summary>Those that end at the same time share a call.</summary>
    public Task CompleteAsync(ModelId model, DeferredLease lease)
    {
        _held.TryRemove((LaneOf(model), lease.Token), out _);
        return _ends.CompleteAsync(LaneOf(model), lease);
    }

    public ValueTask<bool> RequeueAsync(ModelId model, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation)
    {
        _held.TryRemove((LaneOf(model), lease.Token), out _);
        if (countAttempt)
        {
            BatchMetrics.AttemptFailed(model);
        }

        return store.RequeueAsync(LaneOf(model), lease, countAttempt, delay, cancellation);
    }

    public ValueTask<int> RemoveGroupAsync(ModelId model, string group, CancellationToken cancellation) =>
        store.RemoveGroupAsync(LaneOf(model), group, cancellation);

    public ValueTask<int> RemoveAsync(ModelId model, string group, IReadOnlyList<int> lines, CancellationToken cancellation) =>
        store.RemoveAsync(LaneOf(model), group, lines, cancellation);

    /// <summary>Refuses new work at the door while no queue has room, or none can be reached.</summary>
    /// <exception cref="ApiRefusal">All are full.</exception>
    /// <exception cref="DeferredStoreException">The store is away.</exception>
    public async ValueTask CheckRoomAsync(CancellationToken cancellation)
    {
        foreach (var model in catalog.Models)
        {
            var state = await ReadAsync(model.Id, cancellation);
            if (state.Items < options.MaxQueuedItems)
            {
                return;
            }
        }

        throw new ApiRefusal(BatchApiErrors.QueueFull);
    }

    private DeferredLane LaneOf(ModelId model) => new(model, shard);
}
