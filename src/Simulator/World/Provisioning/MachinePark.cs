using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// The machines of one kind of hardware in one region, in use or not, within what the region holds. A start gets the machine on which
/// it is ready soonest by the kind's median; engines that others keep warm are taken over only when nothing else is left.
/// </summary>
internal sealed class MachinePark(int? limit, ProvisioningOptions options, WeightStore store, UsageBook usage)
{
    private readonly List<Machine> _machines = [];

    /// <summary>In use or not.</summary>
    public int Count => _machines.Count;

    /// <summary>Adds a machine that is out of use from the beginning.</summary>
    public void Place(PoolId pool, StoppedMachine state, Instant now)
    {
        var machine = new Machine(pool);
        machine.Use(pool, options.WeightsPerMachine);
        machine.Leave(state, now, now + options.KeepFor);
        _machines.Add(machine);
    }

    /// <summary>A machine for a replica that serves at once.</summary>
    public Machine Begin(PoolId pool) => New(pool);

    /// <summary>The same for a unit of a co-resident group, with the engines of all its members.</summary>
    public Machine Begin(IReadOnlyList<PoolId> members) => Loaded(New(members[0]), members);

    /// <summary>The machine for a unit on which engines of all members are loaded one after the other, and the kind of each start.</summary>
    public (ImmutableArray<StartKind> Kinds, Machine Machine) Take(IReadOnlyList<PoolId> members, Instant now)
    {
        Expire(now);
        var idle = _machines.Where(m => m.Idle is not null && m.Pool.CapacityType == members[0].CapacityType).ToList();
        var found = Soonest(idle.Where(m => IsFree(m, m.Idle!.Value, members[0]))) ?? (HasRoom() ? null : Soonest(idle));
        var kinds = Kinds(found, members, now);
        if (found is null || HasRoom() && Sum(kinds) >= Sum(Kinds(null, members, now)))
        {
            (found, kinds) = (null, Kinds(null, members, now));
        }

        if (found is null)
        {
            DropOne(now);
        }
        else
        {
            Account(found, now);
        }

        return (kinds, Loaded(found ?? New(members[0]), members));

        Machine? Soonest(IEnumerable<Machine> machines) => machines.MinBy(m => Sum(Kinds(m, members, now)));
    }

    /// <summary>The machine for a start that is asked for now, and the kind of start that it allows.</summary>
    public (StartKind Kind, Machine Machine) Take(PoolId pool, Instant now)
    {
        Expire(now);
        var (kind, found) = Best(pool, now, othersToo: false);
        if (found is null && !HasRoom())
        {
            (kind, found) = Best(pool, now, othersToo: true);
        }

        if (found is null)
        {
            DropOne(now);
        }
        else
        {
            Account(found, now);
        }

        var machine = found ?? New(pool);
        machine.Use(pool, options.WeightsPerMachine);
        return (found is null ? Fresh(pool.Model, now) : kind, machine);
    }

    /// <summary>One replica ends on the machine and the other begins: nothing runs there that it could wake. The kind of its start.</summary>
    public StartKind HandOver(Machine machine, PoolId pool, Instant now)
    {
        var kind = Loads(machine, pool, now);
        machine.Use(pool, options.WeightsPerMachine);
        return kind;
    }

    /// <summary>The machine's replica is gone: it becomes what scale-in makes of it, or goes back to the cloud.</summary>
    public void Return(Machine machine, StoppedMachine into, Instant now) =>
        machine.Leave(into, now, now + (into == StoppedMachine.Release ? options.WarmFor : options.KeepFor));

    /// <summary>The machine is gone with what was on it.</summary>
    public void Lose(Machine machine) => _machines.Remove(machine);

    /// <summary>All of them are gone.</summary>
    public void LoseAll(Instant now)
    {
        Close(now);
        _machines.Clear();
    }

    /// <summary>Accounts for what is donated or kept until now.</summary>
    public void Close(Instant now)
    {
        foreach (var machine in _machines)
        {
            Account(machine, now);
        }
    }

    private (StartKind Kind, Machine? Machine) Best(PoolId pool, Instant now, bool othersToo)
    {
        var (kind, best) = (Fresh(pool.Model, now), default(Machine));
        var least = HasRoom() ? options.Times.Of(kind).P50 : TimeSpan.MaxValue;
        foreach (var machine in _machines)
        {
            if (machine.Idle is { } idle && machine.Pool.CapacityType == pool.CapacityType && (othersToo || IsFree(machine, idle, pool)))
            {
                var (possible, time) = Possible(machine, idle, pool, now);
                if (time < least)
                {
                    (kind, best, least) = (possible, machine, time);
                }
            }
        }

        return (kind, best);
    }

    /// <summary>Nobody keeps it warm for another pool.</summary>
    private static bool IsFree(Machine machine, StoppedMachine idle, PoolId pool) =>
        machine.Pool == pool || idle is StoppedMachine.Release or StoppedMachine.Donate;

    private (StartKind Kind, TimeSpan Time) Possible(Machine machine, StoppedMachine idle, PoolId pool, Instant now)
    {
        var kind = machine.Pool.Model == pool.Model && Warm(idle) is { } warm ? warm : Loads(machine, pool, now);
        return (kind, options.Times.Of(kind).P50);
    }

    /// <summary>A process that is new on this machine.</summary>
    private StartKind Loads(Machine machine, PoolId pool, Instant now) =>
        machine.Has(pool.Model) ? StartKind.LocalWeights : store.Has(pool.Model, now) ? StartKind.Redeploy : StartKind.RemoteWeights;

    /// <summary>An engine that runs there for somebody else is of no use: all members' are loaded anew.</summary>
    private ImmutableArray<StartKind> Kinds(Machine? machine, IReadOnlyList<PoolId> members, Instant now) =>
    [
        .. members.Select((m, i) => machine?.Has(m.Model) == true ? StartKind.LocalWeights
            : !store.Has(m.Model, now) ? StartKind.RemoteWeights
            : machine is null && i == 0 ? StartKind.NewMachine
            : StartKind.Redeploy),
    ];

    private TimeSpan Sum(ImmutableArray<StartKind> kinds) => kinds.Aggregate(TimeSpan.Zero, (sum, k) => sum + options.Times.Of(k).P50);

    private Machine Loaded(Machine machine, IReadOnlyList<PoolId> members)
    {
        foreach (var member in members)
        {
            machine.Use(member, options.WeightsPerMachine);
        }

        return machine;
    }

    private static StartKind? Warm(StoppedMachine idle) => idle switch
    {
        StoppedMachine.Donate => StartKind.Reclaim,
        StoppedMachine.SleepInRam => StartKind.WakeFromRam,
        StoppedMachine.SleepOnDisk => StartKind.WakeFromDisk,
        StoppedMachine.Standby => StartKind.Standby,
        _ => null,
    };

    private StartKind Fresh(ModelId model, Instant now) => store.Has(model, now) ? StartKind.NewMachine : StartKind.RemoteWeights;

    private bool HasRoom() => limit is null || _machines.Count < limit;

    /// <summary>What is left of another way of payment makes room for a new machine.</summary>
    private void DropOne(Instant now)
    {
        if (!HasRoom() && _machines.Find(m => m.Idle is not null) is { } dropped)
        {
            Account(dropped, now);
            _machines.Remove(dropped);
        }
    }

    private void Expire(Instant now)
    {
        for (var i = _machines.Count - 1; i >= 0; i--)
        {
            var machine = _machines[i];
            if (machine.Until > now)
            {
                continue;
            }

            Account(machine, machine.Until);
            if (machine.Idle == StoppedMachine.Release || options.WarmFor <= TimeSpan.Zero)
            {
                _machines.RemoveAt(i);
            }
            else
            {
                machine.Leave(StoppedMachine.Release, machine.Until, machine.Until + options.WarmFor);
            }
        }
    }

    private void Account(Machine machine, Instant now)
    {
        var to = Instant.Earlier(now, machine.Until);
        if (machine.Idle == StoppedMachine.Donate)
        {
            usage.Of(machine.Pool).Donated(machine.Since, to);
        }
        else if (machine.Idle is StoppedMachine.SleepInRam or StoppedMachine.SleepOnDisk or StoppedMachine.Standby)
        {
            usage.Of(machine.Pool).Kept(machine.Since, to);
        }
    }

    private Machine New(PoolId pool)
    {
        var machine = new Machine(pool);
        machine.Use(pool, options.WeightsPerMachine);
        _machines.Add(machine);
        return machine;
    }
}
