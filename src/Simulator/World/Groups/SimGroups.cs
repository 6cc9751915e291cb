using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Units of co-resident groups: which engine is awake on each, and what becomes of a unit between two of them.</summary>
internal sealed class SimGroups(SimulationRun run, SimFleet fleet)
{
    private readonly Dictionary<string, List<WakeTime>> _woke = [];

    private ServingCatalog Catalog => run.Scenario.Catalog;

    private Instant Now => run.Kernel.EnvelopeNow;

    public bool Holds(PoolId pool) => Catalog.GroupOf(pool) is not null;

    /// <summary>The units of the beginning on which nobody is awake.</summary>
    public void Begin()
    {
        foreach (var group in Catalog.Groups)
        {
            for (var i = Units(group).Count(); i < group.InitialUnits; i++)
            {
                var first = Catalog.MembersOf(group.Name).First().Id;
                New(group, first, run.Around.Starts.Initial(first, Now)).IsAsleep = true;
            }
        }
    }

    /// <summary>New units, with the pool's engine awake at the end.</summary>
    public void Start(PoolId pool, int count, bool ready)
    {
        for (var i = 0; i < count; i++)
        {
            var (start, key) = fleet.Plan(pool, ready);
            var unit = New(Catalog.GroupOf(pool)!, pool, start);
            unit.Order = ready ? null : (Now, ScaleActionKind.Start);
            Enter(unit, pool, start with { Machine = null }, key, ready);
        }
    }

    public void Apply(ScaleAction action)
    {
        var units = Units(Catalog.Group(action.Group!)).ToList();
        if (action.Kind == ScaleActionKind.Start)
        {
            Start(action.Pool, action.Count, ready: false);
        }
        else if (action.Kind == ScaleActionKind.Stop)
        {
            units.Where(u => u.IsAsleep).Take(action.Count).ToList().ForEach(u => Remove(u, lost: false));
        }
        else if (action.Kind == ScaleActionKind.Wake)
        {
            Wake(action, units);
        }
        else
        {
            Yield(action, units);
        }
    }

    /// <summary>As a tick is told; what woke is told once.</summary>
    public ImmutableArray<GroupFacts>? Facts() => Catalog.Groups.IsEmpty ? null : [.. Catalog.Groups.Select(Facts)];

    /// <summary>Engines of the pool that wake once another has gone to sleep.</summary>
    public int Awaited(PoolId pool) => run.World.Region(pool.Region).Units.Count(u => u.Next == pool);

    public void Serves(SimReplica replica)
    {
        if (replica.Unit?.Order is { } order)
        {
            Woke(replica.Unit.Group.Name).Add(new WakeTime(replica.Pool, order.Kind, (Now - order.At).TotalSeconds));
            replica.Unit.Order = null;
        }
    }

    /// <summary>The replica is off its unit: drained, or lost, and then the unit with it.</summary>
    public void Left(SimUnit unit, SimReplica replica)
    {
        unit.Leave(Now);
        if (replica.Phase == InstancePhase.Lost || unit.IsLeaving)
        {
            Remove(unit, lost: true);
            return;
        }

        var asleep = Instant.Later(Now, unit.BusyUntil) + unit.Group.Sleeps();
        run.Kernel.Push(run.Kernel.Envelope.ToReal(asleep), new SimEvent(SimEventKind.UnitAsleep, unit));
    }

    public void FellAsleep(SimUnit unit)
    {
        if (unit is { IsGone: false, Occupant: null, IsAsleep: false })
        {
            unit.IsAsleep = true;
            if (unit.Next is { } pool)
            {
                Wake(unit, pool);
            }
        }
    }

    /// <summary>Units on which nothing runs go with their region; the others go with their replicas.</summary>
    public void Lose(SimRegion region) => region.Units.ToList().ForEach(u => Remove(u, lost: true));

    /// <summary>The run is over: what is still held is accounted for.</summary>
    public void Close()
    {
        foreach (var unit in run.World.Regions.SelectMany(r => r.Units).Where(u => u.Occupant is null))
        {
            run.Around.Usage.Of(unit.LastPool).Kept(unit.VacantSince, Instant.Max);
        }
    }

    /// <summary>Those that sleep, then those that fall asleep, then those with the least to finish.</summary>
    private void Wake(ScaleAction action, List<SimUnit> units)
    {
        foreach (var unit in units.Where(u => u.Next is null && (u.Occupant is null || u.Occupant.Phase == InstancePhase.Draining))
            .OrderBy(u => u.IsAsleep ? 0 : u.Occupant is null ? 1 : 2).ThenBy(u => u.Occupant?.Legs.Count ?? 0).Take(action.Count).ToList())
        {
            unit.Order = (Now, ScaleActionKind.Wake);
            unit.Next = action.Pool;
            if (unit.IsAsleep)
            {
                Wake(unit, action.Pool);
            }
        }
    }

    /// <summary>Sleep and exchange: who waits for its turn gives it up first, then what still starts, then those with the least to finish.</summary>
    private void Yield(ScaleAction action, List<SimUnit> units)
    {
        var pool = action.From ?? action.Pool;
        var chosen = units.Where(u => u.Next == pool || u.Next is null && u.Occupant?.Pool == pool && u.Occupant.Phase is InstancePhase.Starting or InstancePhase.Ready)
            .OrderBy(u => u.Next == pool ? 0 : u.Occupant!.Phase == InstancePhase.Starting ? 1 : 2).ThenBy(u => u.Occupant?.Legs.Count ?? 0).Take(action.Count).ToList();
        foreach (var unit in chosen)
        {
            var waited = unit.Next == pool;
            unit.Next = action.Kind == ScaleActionKind.SwapModel ? action.Pool : null;
            unit.Order = unit.Next is null ? null : (Now, action.Kind);
            if (!waited)
            {
                unit.Occupant!.Drain(run.Kernel.Now, Now);
                fleet.ReleaseIfDrained(unit.Occupant);
            }
        }

        run.Around.Usage.Of(pool).ScaledIn(chosen.Count, Now);
        fleet.Publish(run.World.Region(pool.Region));
    }

    private void Wake(SimUnit unit, PoolId pool) =>
        Enter(unit, pool, new ReplicaStart(StartKind.WakeFromRam, null, Now, unit.Group.Wakes(), Fails: false), run.Around.NextKey(pool), ready: false);

    private void Enter(SimUnit unit, PoolId pool, in ReplicaStart start, long key, bool ready)
    {
        run.Around.Usage.Of(unit.LastPool).Kept(unit.VacantSince, start.AllocatedAt);
        unit.BusyUntil = start.AllocatedAt + start.Takes;
        fleet.Place(pool, start, key, ready, unit);
    }

    /// <summary>The machine is the unit's, and not that of who is awake on it.</summary>
    private SimUnit New(GroupSpec group, PoolId pool, in ReplicaStart start)
    {
        var region = run.World.Region(group.Region);
        var unit = new SimUnit(group, region, start.AllocatedAt, pool) { Machine = start.Machine };
        region.Units.Add(unit);
        foreach (var checker in run.Checkers)
        {
            checker.UnitStarted(unit);
        }

        return unit;
    }

    private void Remove(SimUnit unit, bool lost)
    {
        Invariant.Holds(unit is { IsGone: false, Occupant: null }, "A unit goes when nothing is awake on it");
        unit.IsGone = true;
        unit.Region.Units.Remove(unit);
        run.Around.Starts.Return(unit, Now, lost);
        run.Around.Usage.Of(unit.LastPool).Kept(unit.VacantSince, Now);
        foreach (var checker in run.Checkers)
        {
            checker.UnitEnded(unit, Now);
        }
    }

    private IEnumerable<SimUnit> Units(GroupSpec group) => run.World.Region(group.Region).Units.Where(u => u.Group.Name == group.Name && !u.IsLeaving);

    private GroupFacts Facts(GroupSpec group)
    {
        var units = Units(group).ToList();
        var woke = Woke(group.Name);
        var facts = new GroupFacts(group.Name, units.Count, units.Count(u => u.IsAsleep))
        {
            Leaving = run.World.Region(group.Region).Units.Count(u => u.Group.Name == group.Name && u.IsLeaving),
            Loading = units.Count(u => u is { Order.Kind: ScaleActionKind.Start, Occupant.Phase: InstancePhase.Starting }),
            Woke = [.. woke],
        };
        woke.Clear();
        return facts;
    }

    private List<WakeTime> Woke(string group)
    {
        if (!_woke.TryGetValue(group, out var woke))
        {
            _woke.Add(group, woke = []);
        }

        return woke;
    }
}
