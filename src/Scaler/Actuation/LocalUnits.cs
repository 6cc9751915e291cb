using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Puts engines of co-resident groups to sleep and wakes them, through vLLM's own endpoints. A turn is a wanted state: at every beat what
/// is awake and should not be is put to sleep once gateways know and its work is done, and then what should be is waked; a call that
/// failed is made again. Called by one at a time.
/// </summary>
internal sealed class LocalUnits(LiveConfiguration live, ControlApi api, SteadyClock clock, ILogger logger)
{
    private readonly ConcurrentQueue<WakeTime> _woke = new();
    private ImmutableDictionary<string, UnitTurn> _turns = ImmutableDictionary<string, UnitTurn>.Empty;
    private ImmutableDictionary<string, (PoolId Pool, Instant OrderedAt)> _loads = ImmutableDictionary<string, (PoolId, Instant)>.Empty;
    private ImmutableArray<LocalUnit> _units = [];

    private ActuatorOptions Options => live.Current.Options.Actuator;

    /// <summary>True for an engine that is awake and is to sleep: gateways send it nothing new.</summary>
    public bool IsGivingUp(ReplicaDocument replica) =>
        replica.Unit is { } unit && _turns.TryGetValue(unit, out var turn) && turn.Next != replica.Pool && replica.State != ReplicaState.Sleeping;

    /// <summary>Engines of the pool that are to wake and do not serve yet.</summary>
    public int Awaited(PoolId pool) => _units.Count(u => _turns.TryGetValue(u.Name, out var turn) && turn.Next == pool && u.Awake?.Pool != pool);

    /// <summary>What is listed now. A mark left in the fleet file by a scaler that ended means that the engine was to sleep.</summary>
    public void See(IEnumerable<ReplicaDocument> replicas, IReadOnlySet<InstanceId> marked)
    {
        _units = LocalUnit.Of(replicas, live.Current.Catalog);
        _turns = _turns.RemoveRange(_turns.Keys.Where(t => _units.All(u => u.Name != t)));
        _loads = _loads.RemoveRange(_loads.Keys.Where(t => _units.All(u => u.Name != t)));
        foreach (var unit in _units.Where(u => !_turns.ContainsKey(u.Name) && u.Awake is { } awake && (marked.Contains(awake.Id) || !u.IsWhole)))
        {
            Turn(unit, null, ScaleActionKind.Sleep);
        }
    }

    /// <summary>New units were ordered, with the pool's engine to be awake at the end: how long that takes is told when it serves.</summary>
    public void Ordered(PoolId pool, IEnumerable<ReplicaDocument> engines, Instant at) =>
        _loads = _loads.SetItems(engines.Select(e => e.Unit).OfType<string>().Distinct().Select(u => KeyValuePair.Create(u, (pool, at))));

    /// <summary>As of the last listing; wakes are told once. Times are real.</summary>
    public ImmutableArray<GroupFacts> Facts(RegionId region)
    {
        var woke = new List<WakeTime>();
        while (_woke.TryDequeue(out var told))
        {
            woke.Add(told);
        }

        return
        [
            .. live.Current.Catalog.Groups.Where(g => g.Region == region).Select(g =>
            {
                var units = _units.Where(u => u.Group == g.Name).ToList();
                return new GroupFacts(g.Name, units.Count(u => u.IsWhole), units.Count(IsAsleep))
                {
                    Leaving = units.Count(u => !u.IsWhole),
                    Loading = units.Count(u => u is { IsWhole: true, Awake.State: ReplicaState.Starting } && !_turns.ContainsKey(u.Name)),
                    Woke = [.. woke.Where(w => live.Current.Catalog.GroupOf(w.Pool)?.Name == g.Name)],
                };
            }),
        ];
    }

    /// <summary>Units that an action is about, in the order in which they are to be taken.</summary>
    public IReadOnlyList<LocalUnit> Chosen(ScaleAction action)
    {
        var mine = _units.Where(u => u.Group == action.Group && u.IsWhole);
        var pool = action.From ?? action.Pool;
        return
        [
            .. (action.Kind switch
            {
                ScaleActionKind.Stop => mine.Where(IsAsleep),
                ScaleActionKind.Wake => mine.Where(u => NextOf(u) is null && (IsAsleep(u) || _turns.ContainsKey(u.Name))).OrderBy(u => IsAsleep(u) ? 0 : 1).ThenBy(u => u.Work),
                _ => mine.Where(u => NextOf(u) == pool || (!_turns.ContainsKey(u.Name) && u.Awake?.Pool == pool))
                    .OrderBy(u => u.Awake?.Pool != pool ? 0 : u.Awake.State == ReplicaState.Starting ? 1 : 2).ThenBy(u => u.Work),
            }).Take(action.Count),
        ];
    }

    /// <summary>Begins the turns; a stop releases units that sleep at once.</summary>
    public async Task<ActionReceipt> ApplyAsync(ScaleAction action, CancellationToken stop)
    {
        var chosen = Chosen(action);
        foreach (var unit in chosen)
        {
            if (action.Kind == ScaleActionKind.Stop)
            {
                await ReleaseAsync(unit, stop);
            }
            else
            {
                Turn(unit, action.Kind == ScaleActionKind.Sleep ? null : action.Pool, action.Kind);
            }
        }

        return new ActionReceipt(action, chosen.Count, $"{action.Kind.WireName()} on {Names(chosen)}");
    }

    /// <summary>One step of every turn.</summary>
    public async Task ReconcileAsync(CancellationToken stop)
    {
        foreach (var unit in _units)
        {
            try
            {
                await StepAsync(unit, stop);
            }
            catch (HttpRequestException e)
            {
                logger.TurnFailed(unit.Name, e.Message);
            }
        }
    }

    public static string Names(IReadOnlyCollection<LocalUnit> units) => units.Count == 0 ? "no unit: none is left to take" : string.Join(", ", units.Select(u => u.Name));

    private async Task StepAsync(LocalUnit unit, CancellationToken stop)
    {
        if (!_turns.TryGetValue(unit.Name, out var turn))
        {
            Loaded(unit);
            await (unit is { IsWhole: false, Awake: null } ? ReleaseAsync(unit, stop) : Task.CompletedTask);
        }
        else if (unit.Awake is null && turn.Next is { } next)
        {
            await api.WakeAsync(unit.Engines.First(e => e.Pool == next).Url, stop);
        }
        else if (unit.Awake is null || (unit.Awake.Pool == turn.Next && unit.Awake.State == ReplicaState.Ready))
        {
            Ended(unit, turn);
        }
        else if (unit.Awake.Pool != turn.Next && unit.Awake.State == ReplicaState.Ready && turn.SleepAt <= clock.Now && (unit.Work == 0 || turn.SleepAt + Options.DrainLimit <= clock.Now))
        {
            await api.SleepAsync(unit.Awake.Url, stop);
        }
    }

    private void Ended(LocalUnit unit, UnitTurn turn)
    {
        _turns = _turns.Remove(unit.Name);
        if (turn.Next is { } pool)
        {
            _woke.Enqueue(new WakeTime(pool, turn.Kind, (clock.Now - turn.OrderedAt).TotalSeconds));
        }
    }

    private void Loaded(LocalUnit unit)
    {
        if (_loads.TryGetValue(unit.Name, out var load) && unit is { IsWhole: true, Awake: { State: ReplicaState.Ready } awake } && awake.Pool == load.Pool)
        {
            _loads = _loads.Remove(unit.Name);
            _woke.Enqueue(new WakeTime(load.Pool, ScaleActionKind.Start, (clock.Now - load.OrderedAt).TotalSeconds));
        }
    }

    /// <summary>A unit that still loads and is wanted otherwise tells nothing of how long a load takes.</summary>
    private void Turn(LocalUnit unit, PoolId? next, ScaleActionKind kind)
    {
        _loads = _loads.Remove(unit.Name);
        _turns = _turns.SetItem(unit.Name, new UnitTurn(next, clock.Now + Options.DrainNotice, clock.Now, kind));
    }

    private async Task ReleaseAsync(LocalUnit unit, CancellationToken stop)
    {
        foreach (var engine in unit.Engines)
        {
            await api.StopAsync(engine.Id, stop);
        }
    }

    private PoolId? NextOf(LocalUnit unit) => _turns.TryGetValue(unit.Name, out var turn) ? turn.Next : null;

    private bool IsAsleep(LocalUnit unit) => unit is { IsWhole: true, Awake: null } && !_turns.ContainsKey(unit.Name);
}
