namespace SageServe.Gateway;

/// <summary>Completes leases: while one call of a lane is under way, those that end meanwhile wait for the next and share it.</summary>
internal sealed class LeaseEnds(IDeferredStore store)
{
    private const int MostAtOnce = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<DeferredLane, Queue<(DeferredLease Lease, TaskCompletionSource Told)>> _waiting = [];

    /// <exception cref="DeferredStoreException">The store gave no answer.</exception>
    public Task CompleteAsync(DeferredLane lane, DeferredLease lease)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_waiting.TryGetValue(lane, out var waiting))
            {
                waiting.Enqueue((lease, told));
                return told.Task;
            }

            _waiting[lane] = new Queue<(DeferredLease, TaskCompletionSource)>([(lease, told)]);
        }

        _ = WriteAsync(lane);
        return told.Task;
    }

    private async Task WriteAsync(DeferredLane lane)
    {
        while (Next(lane) is { Count: > 0 } some)
        {
            try
            {
                await store.CompleteAsync(lane, [.. some.Select(s => s.Lease)], CancellationToken.None);
                some.ForEach(s => s.Told.SetResult());
            }
            catch (DeferredStoreException e)
            {
                some.ForEach(s => s.Told.SetException(e));
            }
            catch (ObjectDisposedException e)
            {
                some.ForEach(s => s.Told.SetException(new DeferredStoreException("The queue is closed.", e)));
            }
        }
    }

    /// <summary>Empty when there are no more; the lane's next caller then begins anew.</summary>
    private List<(DeferredLease Lease, TaskCompletionSource Told)> Next(DeferredLane lane)
    {
        lock (_gate)
        {
            var waiting = _waiting[lane];
            var some = new List<(DeferredLease, TaskCompletionSource)>(Math.Min(waiting.Count, MostAtOnce));
            while (some.Count < MostAtOnce && waiting.TryDequeue(out var one))
            {
                some.Add(one);
            }

            if (some.Count == 0)
            {
                _waiting.Remove(lane);
            }

            return some;
        }
    }
}
