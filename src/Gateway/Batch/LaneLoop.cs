using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// The pump of one model: on a beat, and when a request ends, ask the release rule how many may go, lease them and let them run.
/// A queue seen empty is left alone until it is filled or a second has passed.
/// </summary>
internal sealed class LaneLoop(
    ModelId model,
    PatientQueue queue,
    LineRunner lines,
    FlexLane flex,
    IDeferredRunner runner,
    DeferredReadout readout,
    LiveConfiguration live,
    BatchOptions options,
    SteadyClock clock,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan IdleLook = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly PatientRelease _release = new(live.Current.Options.Release);
    private readonly List<ReleaseGrant> _grants = [];
    private volatile bool _idle;
    private Instant _lookedAt = Instant.Min;
    private Instant _weighedAt = Instant.Min;

    /// <summary>A request of the model ended: there may be room.</summary>
    public void RoomMayBe()
    {
        if (!_idle)
        {
            Signal();
        }
    }

    /// <summary>There is new work.</summary>
    public void Filled()
    {
        _idle = false;
        Signal();
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        var heartbeats = LeaseHeartbeat.RunAsync(queue, model, options.LeaseTime / 3, clock.Time, logger, stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PassAsync(stopping);
                await Task.Delay(options.ShortestPause, clock.Time, stopping);
                await _signal.WaitAsync(options.Beat, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (DeferredStoreException e)
            {
                BatchLog.StoreAway(logger, e.Message);
                await Task.Delay(IdleLook, clock.Time, CancellationToken.None);
            }
        }

        await Task.WhenAll(Running());
        await heartbeats;
    }

    public void Dispose() => _signal.Dispose();

    private async Task PassAsync(CancellationToken stopping)
    {
        if (_idle && clock.Now - _lookedAt < IdleLook)
        {
            return;
        }

        _lookedAt = clock.Now;
        var stats = await queue.ReadStatsAsync(model, stopping);
        _idle = stats.Waiting + stats.Leased == 0;
        readout.See(model, stats);
        await WeighAsync(stopping);
        var room = options.MaxRunning - Running().Length;
        if (stats.Waiting == 0 || room <= 0)
        {
            return;
        }

        _release.Change(live.Current.Options.Release);
        var decision = _release.Decide(FactsOf(stats, room), _grants);
        if (decision.Count > 0)
        {
            var leases = await queue.LeaseAsync(model, decision.Count, stopping);
            BatchMetrics.ItemsReleased(model, decision, leases, clock.Now);
            foreach (var lease in leases)
            {
                Start(lease, stopping);
            }
        }
    }

    private async ValueTask WeighAsync(CancellationToken stopping)
    {
        if (_weighedAt == Instant.Min || clock.Now - _weighedAt >= IdleLook)
        {
            _weighedAt = clock.Now;
            readout.See(model, await queue.ReadWorkAsync(model, stopping));
        }
    }

    private ReleaseFacts FactsOf(DeferredStats stats, int room)
    {
        var home = runner.Fleet.Find(model);
        return new ReleaseFacts
        {
            Now = clock.Now,
            Groups = [WholeLane(stats)],
            KvUtilization = home?.KvUtilizationOf(ServiceTier.NonInteractive, live.Current.Catalog) ?? Utilization.Full,
            Pressure = runner.ReadPressure(model),
            ReadyReplicas = home?.Instances.Count(i => i.Phase == InstancePhase.Ready) ?? 0,
            Room = Math.Min(room, FlowLimits.MaxOffered),
        };
    }

    /// <summary>The store counts by lane: all of it as one group.</summary>
    private PatientGroup WholeLane(DeferredStats stats) => new(
        model.Value,
        new TenantId("*"),
        stats.EarliestDeadline ?? Instant.Max,
        stats.OldestEnqueuedAt,
        stats.Waiting,
        stats.Leased,
        stats.EarliestWorkSeconds * stats.Waiting,
        Held: false);

    private void Start(DeferredLease lease, CancellationToken stopping)
    {
        // A task of its own, so that the loop never runs a line's first steps.
        var task = Task.Run(() => RunAsync(lease, stopping), CancellationToken.None);
        lock (_gate)
        {
            _running.Add(task);
        }

        _ = task.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(Task task)
    {
        lock (_gate)
        {
            _running.Remove(task);
        }

        Signal();
    }

    private async Task RunAsync(DeferredLease lease, CancellationToken stopping)
    {
        try
        {
            await (lease.Item.BatchId is null ? flex.ReleaseAsync(model, lease, stopping) : lines.RunAsync(model, lease, stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(lease);
        }
        catch (DeferredStoreException e)
        {
            // The lease runs out by itself; a result that is in the journal stays there.
            BatchLog.StoreAway(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BatchLog.LineBroke(logger, e, lease.Item.BatchId ?? "-", lease.Item.Line);
            await GiveBackAsync(lease);
        }
    }

    private async Task GiveBackAsync(DeferredLease lease)
    {
        try
        {
            await queue.RequeueAsync(model, lease, countAttempt: false, options.RetryPause, CancellationToken.None);
        }
        catch (DeferredStoreException e)
        {
            BatchLog.StoreAway(logger, e.Message);
        }
    }

    private Task[] Running()
    {
        lock (_gate)
        {
            return [.. _running];
        }
    }

    private void Signal()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }
}
