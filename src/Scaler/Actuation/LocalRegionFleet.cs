using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// The replicas of one region behind a control API. A stop is begun by marking the replica in the fleet file; only after gateways had
/// time to read that is it told to drain. What is wanted is compared with what is at every beat, so a failed call is made again and a
/// killed replica leaves the file at once.
/// </summary>
internal sealed class LocalRegionFleet : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SilenceLog _silence = new();
    private readonly LiveConfiguration _live;
    private readonly ControlApi _api;
    private readonly FleetFile _file;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private ImmutableArray<ReplicaDocument> _replicas = [];
    private ImmutableDictionary<InstanceId, Instant> _drainAt = ImmutableDictionary<InstanceId, Instant>.Empty;
    private readonly LocalUnits _units;
    private readonly LocalSwaps _swaps = new();
    private Instant _listedAt;

    public LocalRegionFleet(LocalRegionOptions region, LiveConfiguration live, HttpClient http, SteadyClock clock, ILogger logger)
    {
        Region = new RegionId(region.Region);
        _live = live;
        _api = new ControlApi(http, region.ControlUrl, () => Options.Timeout);
        _file = new FleetFile(region.FleetFile, Region);
        _clock = clock;
        _logger = logger;
        _units = new LocalUnits(live, _api, clock, logger);

        // Left behind by a scaler that ended between the mark and the drain: gateways avoid these already.
        _drainAt = _drainAt.SetItems(_file.Replicas.Where(r => r.Draining).Select(r => KeyValuePair.Create(r.Id, clock.Now)));
    }

    public RegionId Region { get; }

    private ActuatorOptions Options => _live.Current.Options.Actuator;

    public void Dispose() => _gate.Dispose();

    /// <summary>Lists the replicas, mends the file, and drains those whose notice is over. False when they can't be listed.</summary>
    public async Task<bool> ReconcileAsync(CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            _replicas = (await _api.ListAsync(stop)).Replicas;
            _listedAt = _clock.Now;
            _units.See(_replicas, _drainAt.Keys.ToHashSet());
            _drainAt = _drainAt.RemoveRange(_replicas.Where(r => r.Unit is not null).Select(r => r.Id));
            WriteFile();
            await DrainDueAsync(stop);
            await StartDueAsync(stop);
            await _units.ReconcileAsync(stop);
            if (_silence.Ends(""))
            {
                _logger.FleetHeardAgain(Region);
            }

            return true;
        }
        catch (HttpRequestException e)
        {
            if (_silence.Begins(""))
            {
                _logger.FleetSilent(Region, e.Message);
            }

            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>As of the last listing; the catalog's pools of this region are there even when they are empty.</summary>
    public ImmutableArray<PoolCount> Counts()
    {
        var age = _clock.Now - _listedAt;
        var replicas = _replicas;
        var pools = _live.Current.Catalog.Pools.Select(p => p.Id).Where(p => p.Region == Region);
        return [.. pools.Union(replicas.Select(r => r.Pool)).Order().Select(p => Count(p, replicas.Where(r => r.Pool == p).ToArray(), age))];
    }

    public async Task<ActionReceipt> ApplyAsync(ScaleAction action, CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            return action.Kind == ScaleActionKind.Start ? await StartAsync(action, stop)
                : action.Group is not null ? await TurnAsync(action, stop)
                : action.From is { } from ? BeginSwap(action, from)
                : BeginStop(action);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return new ActionReceipt(action, Moved: 0, $"failed: {e.Message}");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Co-resident groups as of the last listing; what woke is told once.</summary>
    public ImmutableArray<GroupFacts> Groups() => _units.Facts(Region);

    public string Foresee(ScaleAction action) => action.Kind == ScaleActionKind.Start ? $"start {action.Count} of {action.Pool}"
        : action.Group is not null ? $"{action.Kind.WireName()} on {LocalUnits.Names(_units.Chosen(action))}"
        : action.From is { } from ? $"drain {Names(Victims(from, action.Count))} and start as many of {action.Pool}"
        : $"drain {Names(Victims(action.Pool, action.Count))}";

    private async Task<ActionReceipt> StartAsync(ScaleAction action, CancellationToken stop)
    {
        var started = await StartAsync(action.Pool, action.Count, stop);
        return new ActionReceipt(action, started.Count(r => r.Pool == action.Pool), $"started {Names(started)}");
    }

    private async Task<ImmutableArray<ReplicaDocument>> StartAsync(PoolId pool, int count, CancellationToken stop)
    {
        var ordered = _clock.Now;
        var started = (await _api.StartAsync(new StartReplicasDocument(pool, count), stop)).Replicas;
        _replicas = [.. _replicas.Where(r => started.All(s => s.Id != r.Id)), .. started];
        WriteFile();
        _units.See(_replicas, _drainAt.Keys.ToHashSet());
        _units.Ordered(pool, started, ordered);
        return started;
    }

    private async Task<ActionReceipt> TurnAsync(ScaleAction action, CancellationToken stop)
    {
        var receipt = await _units.ApplyAsync(action, stop);
        WriteFile();
        return receipt;
    }

    private ActionReceipt BeginStop(ScaleAction action)
    {
        var waited = _swaps.Yield(action.Pool, action.Count, null);
        var victims = BeginDrain(action.Pool, action.Count - waited);
        var given = waited == 0 ? "" : $"gave up {waited} that waited for others to go";
        return new ActionReceipt(action, waited + victims.Count, waited == action.Count ? given : $"draining {Names(victims)}{(waited == 0 ? "" : $"; {given}")}");
    }

    private ActionReceipt BeginSwap(ScaleAction action, PoolId from)
    {
        var waited = _swaps.Yield(from, action.Count, action.Pool);
        var victims = BeginDrain(from, action.Count - waited);
        _swaps.Begin(victims, action.Pool);
        var text = $"{(victims.Count == 0 && waited > 0 ? "" : $"draining {Names(victims)}; ")}{action.Pool} starts {waited + victims.Count} when they are gone{(waited == 0 ? "" : $", {waited} of them in the place of {from} that waited")}";
        return new ActionReceipt(action, waited + victims.Count, text);
    }

    private IReadOnlyList<ReplicaDocument> BeginDrain(PoolId pool, int count)
    {
        var victims = Victims(pool, count);
        var drainAt = _clock.Now + Options.DrainNotice;
        _drainAt = _drainAt.SetItems(victims.Select(v => KeyValuePair.Create(v.Id, drainAt)));
        WriteFile();
        return victims;
    }

    /// <summary>What waited for others to go starts. A start that fails is dropped: planning sees it, and decides anew.</summary>
    private async Task StartDueAsync(CancellationToken stop)
    {
        foreach (var (pool, count) in _swaps.TakeDue(_replicas.Where(IsLive).Select(r => r.Id).ToHashSet()))
        {
            try
            {
                await StartAsync(pool, count, stop);
            }
            catch (HttpRequestException e)
            {
                _logger.SwapFailed(pool, count, e.Message);
            }
        }
    }

    private async Task DrainDueAsync(CancellationToken stop)
    {
        foreach (var replica in _replicas.Where(r => _drainAt.ContainsKey(r.Id) && r.State is ReplicaState.Starting or ReplicaState.Ready).ToArray())
        {
            try
            {
                await DrainAsync(replica, stop);
            }
            catch (HttpRequestException e)
            {
                // It may have ended since it was listed; if not, the next beat tries again.
                _logger.DrainFailed(replica.Id, e.Message);
            }
        }
    }

    private async Task DrainAsync(ReplicaDocument replica, CancellationToken stop)
    {
        if (replica.State == ReplicaState.Starting)
        {
            await _api.StopAsync(replica.Id, stop);
        }
        else if (_drainAt[replica.Id] <= _clock.Now)
        {
            await _api.DrainAsync(replica.Id, Options.DrainLimit, stop);
            _logger.DrainBegun(replica.Id, replica.Running);
        }
    }

    private void WriteFile()
    {
        var live = _replicas.Where(IsLive).ToArray();
        _drainAt = _drainAt.RemoveRange(_drainAt.Keys.Where(id => live.All(r => r.Id != id)));
        _file.Write(live.Select(r => new FleetReplica(
            r.Id, r.Pool.Model, r.Pool.Accelerator, r.Url, IsLeaving(r), r.Pool.CapacityType, r.Pool.Revision)));
    }

    private PoolCount Count(PoolId pool, ReplicaDocument[] replicas, TimeSpan age) => new(
        pool,
        replicas.Count(r => r.State == ReplicaState.Ready && !IsLeaving(r)),
        replicas.Count(r => r.State == ReplicaState.Starting && !IsLeaving(r)) + _units.Awaited(pool) + _swaps.Awaited(pool),
        replicas.Count(r => IsLeaving(r) && IsLive(r)),
        age)
    {
        Swapping = _swaps.Awaited(pool),
    };

    private static bool IsLive(ReplicaDocument replica) => replica.State is ReplicaState.Starting or ReplicaState.Ready or ReplicaState.Draining;

    private bool IsLeaving(ReplicaDocument replica) => replica.State == ReplicaState.Draining || _drainAt.ContainsKey(replica.Id) || _units.IsGivingUp(replica);

    private IReadOnlyList<ReplicaDocument> Victims(PoolId pool, int count) => VictimRules.Choose(_replicas.Where(r => r.Pool == pool && !IsLeaving(r)), count);

    private static string Names(IReadOnlyCollection<ReplicaDocument> replicas) =>
        replicas.Count == 0 ? "none: no replica of the pool is left to take" : string.Join(", ", replicas.Select(r => r.Id));
}
