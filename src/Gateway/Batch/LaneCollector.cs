using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Takes what this gateway was granted of one lane, and lets it run.</summary>
internal sealed class LaneCollector(
    ModelId model, PatientQueue queue, LineRunner lines, FlexLane flex, BatchOptions options, StoreAbsence absence, SteadyClock clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Raised when something that ran has ended.</summary>
    public event Action? Ended;

    /// <returns>Items of the whole lane.</returns>
    public async ValueTask<long> CollectAsync(CancellationToken stopping)
    {
        var found = await queue.CollectAsync(model, options.MaxRunning - Running().Length, stopping);
        BatchMetrics.ItemsCollected(model, found.Leases, clock.Now);
        foreach (var lease in found.Leases)
        {
            Start(lease, stopping);
        }

        return found.LaneItems;
    }

    /// <summary>Says that it takes no more, gives back what it still found, and waits for what runs.</summary>
    public async ValueTask CloseAsync()
    {
        try
        {
            foreach (var lease in (await queue.CollectAsync(model, 0, CancellationToken.None)).Leases)
            {
                await GiveBackAsync(lease, TimeSpan.Zero);
            }
        }
        catch (DeferredStoreException e)
        {
            // What is in the inbox goes back by itself.
            absence.Away(e.Message);
        }

        await Task.WhenAll(Running());
    }

    private void Start(DeferredLease lease, CancellationToken stopping)
    {
        // A task of its own, so that the loop never runs a line's first steps.
        var task = Task.Run(() => RunAsync(lease, stopping), CancellationToken.None);
        lock (_gate)
        {
            _running.Add(task);
        }

        _ = task.ContinueWith(OnEnded, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void OnEnded(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }

        Ended?.Invoke();
    }

    private async Task RunAsync(DeferredLease lease, CancellationToken stopping)
    {
        try
        {
            await (lease.Item.BatchId is null ? flex.ReleaseAsync(model, lease) : lines.RunAsync(model, lease, stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(lease, TimeSpan.Zero);
        }
        catch (DeferredStoreException e)
        {
            // The lease runs out by itself; a result that is in the journal stays there.
            absence.Away(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BatchLog.LineBroke(logger, e, lease.Item.BatchId ?? "-", lease.Item.Line);
            await GiveBackAsync(lease, options.RetryPause);
        }
    }

    private async Task GiveBackAsync(DeferredLease lease, TimeSpan pause)
    {
        try
        {
            await queue.RequeueAsync(model, lease, countAttempt: false, pause, CancellationToken.None);
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
        }
    }

    private Task[] Running()
    {
        lock (_gate)
        {
            return [.. _running];
        }
    }
}
