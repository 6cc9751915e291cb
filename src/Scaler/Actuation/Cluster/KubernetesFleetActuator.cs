using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// The workloads of one cluster: one region's replicas. What is there comes from watches; a stop is a mark on a pod, and the same comparison of what is
/// wanted with what is takes it away later, in this process or the next.
/// </summary>
internal sealed class KubernetesFleetActuator : IFleetActuator, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SilenceLog _silence = new();
    private readonly KubernetesClient _client;
    private readonly ClusterWatch _watch;
    private readonly ClusterVoice _voice;
    private readonly ClusterMetrics _metrics;
    private readonly GatewayList _gateways;
    private readonly LentGpus _lent;
    private readonly ClusterPause _pause;
    private readonly WorkloadFleet[] _fleets;
    private readonly ClusterSwaps _swaps;
    private readonly FleetFile? _file;
    private readonly LiveConfiguration _live;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private Instant _troubledAt;

    public KubernetesFleetActuator(KubernetesAccess access, LiveConfiguration live, HttpClient http, ScalerMetrics metrics, Func<string> mark, SteadyClock clock, ILogger<KubernetesFleetActuator> logger)
    {
        var options = live.Current.Options.Actuator.Kubernetes!;
        (_live, _logger, _metrics, _clock) = (live, logger, metrics.Cluster, clock);
        Region = new RegionId(options.Region);
        var targets = options.Workloads.Select(w => WorkloadTarget.Of(w, options.Region, options.Namespace ?? access.Namespace)).ToArray();
        _client = new KubernetesClient(access, clock.Time);
        _watch = new ClusterWatch(_client, options.Namespace ?? access.Namespace, targets, options.WatchLimit, clock, Troubled);
        _voice = new ClusterVoice(new EventWriter(_client, "sageserve-scaler", clock.Time), MayWrite, logger);
        _gateways = new GatewayList(options, live, _watch);
        _lent = new LentGpus(options, _watch);
        _pause = new ClusterPause(clock);
        _file = options.FleetFile is { } path ? new FleetFile(path, Region) : null;
        var desk = new DrainDesk(http, options, () => live.Current.Options.Actuator.Timeout);
        var parts = new ClusterParts(_client, _watch, desk, _voice, _metrics, live, options, clock, mark, MayWrite);
        _fleets = [.. targets.Select(t => new WorkloadFleet(parts, t)).OrderBy(f => f.Target.Pool)];
        _swaps = new ClusterSwaps(_fleets);
    }

    public RegionId Region { get; }

    /// <summary>Whether this scaler is the one that moves the region's replicas; another may have the lease.</summary>
    public Func<bool> Leads { get; init; } = () => true;

    /// <summary>Each workload as it was seen last.</summary>
    public ImmutableArray<WorkloadStanding> Standing => [.. _fleets.Select(f => f.Standing())];

    /// <summary>GPUs of other work; null where nobody says which that is.</summary>
    public int? LentGpus => _lent.Count;

    public void Dispose()
    {
        _gate.Dispose();
        _client.Dispose();
    }

    /// <summary>Watches and writes Events until cancelled.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_watch.RunAsync(stop), _voice.RunAsync(stop));

    /// <summary>Looks at every workload and goes on with what is under way. One that fails keeps no other from it.</summary>
    /// <param name="mayMove">False: nothing is touched.</param>
    /// <param name="stop">Gives up.</param>
    public async Task ReconcileAsync(bool mayMove, CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            if (_watch.Age is not { } age)
            {
                return;
            }

            _metrics.WatchAge(Region, age);
            if (_lent.Count is { } lent)
            {
                _metrics.Lent(Region, lent);
            }

            TellHeard(age);
            var gateways = _gateways.Addresses;
            foreach (var fleet in _fleets)
            {
                await ReconcileAsync(fleet, gateways, mayMove && _pause.IsOver, stop);
            }

            _file?.Write(_fleets.SelectMany(f => f.Replicas()));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<ImmutableArray<PoolCount>?> ObserveAsync(CancellationToken stop)
    {
        if (_watch.Age is not { } age)
        {
            return null;
        }

        await ReconcileAsync(mayMove: false, stop);
        var told = _fleets.Select(f => _swaps.Count(f, age)).ToArray();
        var empty = _live.Current.Catalog.Pools.Select(p => p.Id).Where(p => p.Region == Region).Except(told.Select(c => c.Pool));
        return [.. told.Concat(empty.Select(p => new PoolCount(p, 0, 0, 0, age))).OrderBy(c => c.Pool)];
    }

    /// <summary>There are none on Kubernetes.</summary>
    public ImmutableArray<GroupFacts> Groups() => [];

    public async Task<ImmutableArray<ActionReceipt>> ApplyAsync(ImmutableArray<ScaleAction> actions, CancellationToken stop)
    {
        var receipts = ImmutableArray.CreateBuilder<ActionReceipt>(actions.Length);
        await _gate.WaitAsync(stop);
        try
        {
            foreach (var action in actions)
            {
                receipts.Add(await ApplyAsync(action, stop));
            }
        }
        finally
        {
            _gate.Release();
        }

        return receipts.ToImmutable();
    }

    public string Foresee(ScaleAction action) => action is { From: { } from, Group: null }
        ? $"{Foresee(action with { Kind = ScaleActionKind.Stop, Pool = from, From = null })}, then {Foresee(action with { Kind = ScaleActionKind.Start, From = null })}"
        : Of(action.Pool)?.Foresee(action) ?? $"fail: no workload is configured for {action.Pool}";

    private bool MayWrite() => Leads() && !_live.Current.Options.DryRun;

    private WorkloadFleet? Of(PoolId pool) => _fleets.FirstOrDefault(f => f.Target.Pool == pool);

    private async Task<ActionReceipt> ApplyAsync(ScaleAction action, CancellationToken stop)
    {
        if (Of(action.Pool) is not { } fleet)
        {
            return new ActionReceipt(action, Moved: 0, $"failed: no workload is configured for {action.Pool}");
        }

        try
        {
            return action is { From: not null, Group: null } ? await _swaps.BeginAsync(action, _gateways.Addresses, stop)
                : action.Kind == ScaleActionKind.Stop ? await StopAsync(fleet, action, stop)
                : await fleet.ApplyAsync(action, _gateways.Addresses, stop);
        }
        catch (Exception e) when (IsOfTheServer(e, stop))
        {
            Failed(e);
            return new ActionReceipt(action, Moved: 0, $"failed: {e.Message}");
        }
    }

    /// <summary>Who waits for another's GPUs has nothing to lose.</summary>
    private async Task<ActionReceipt> StopAsync(WorkloadFleet fleet, ScaleAction action, CancellationToken stop)
    {
        var waited = await _swaps.YieldAsync(fleet.Target, action.Count, null, stop);
        if (waited == 0)
        {
            return await fleet.ApplyAsync(action, _gateways.Addresses, stop);
        }

        var rest = waited == action.Count ? null : await fleet.ApplyAsync(action with { Count = action.Count - waited }, _gateways.Addresses, stop);
        return new ActionReceipt(action, waited + (rest?.Moved ?? 0), $"gave up {waited} that waited for others to go{(rest is null ? "" : $"; {rest.Text}")}");
    }

    private async Task ReconcileAsync(WorkloadFleet fleet, IReadOnlyCollection<string> gateways, bool mayMove, CancellationToken stop)
    {
        var who = fleet.Target.ToString();
        try
        {
            await fleet.ReconcileAsync(gateways, mayMove, _swaps.IsAwaited(fleet.Target), stop);
            await _swaps.PayAsync(fleet, MayWrite(), stop);
            _pause.Succeeded();
            _silence.Ends(who);
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // Somebody else was faster; the next look decides anew.
            Failed(e);
        }
        catch (Exception e) when (IsOfTheServer(e, stop))
        {
            Failed(e);
            if (_silence.Begins(who))
            {
                _logger.WorkloadFailed(fleet.Target.Kind, fleet.Target.Name, e.Message);
            }
        }
    }

    private void Failed(Exception error)
    {
        _metrics.Failed(Region, (int)((error as KubernetesException)?.Status ?? 0));
        _pause.Failed(error);
    }

    private void TellHeard(TimeSpan age)
    {
        if (_clock.Now - age > _troubledAt && _silence.Ends("watch"))
        {
            _logger.FleetHeardAgain(Region);
        }
    }

    // Old facts stay, and their age grows; planning freezes by it.
    private void Troubled(Exception error)
    {
        _troubledAt = _clock.Now;
        _metrics.Failed(Region, (int)((error as KubernetesException)?.Status ?? 0));
        if (_silence.Begins("watch"))
        {
            _logger.FleetSilent(Region, error.Message);
        }
    }

    private static bool IsOfTheServer(Exception error, CancellationToken stop) =>
        error is KubernetesException or HttpRequestException or IOException or System.Text.Json.JsonException || error is OperationCanceledException && !stop.IsCancellationRequested;
}
