using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Puts together what is known (fleet file, readings, peers' summaries, plan advice) into one snapshot, swaps it in and tells
/// every model's flow.
/// </summary>
internal sealed class FleetObserver(
    FleetDirectory directory, LiveConfiguration live, CurrentFleet current, DispatchTable dispatchers, SteadyClock clock, GatewayOptions options)
{
    /// <summary>A peer that has said nothing for this long has no summary any more.</summary>
    public static readonly TimeSpan PeerForgottenAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly RegionId _home = new(options.Region);
    private readonly ConcurrentDictionary<InstanceId, ReplicaHealth> _health = new();
    private readonly ConcurrentDictionary<RegionId, ImmutableArray<RegionSummary>> _peers = new();
    private volatile PlanAdvice? _advice;
    private volatile GatewayCount? _gateways;
    private volatile FrozenSet<InstanceId> _unhealthy = [];
    private volatile bool _lookedAround;
    private long _version;

    public ReplicaHealth? HealthOf(InstanceId id) => _health.GetValueOrDefault(id);

    public void Read(InstanceId id, ReplicaReading reading)
    {
        // What answers in the first round may have done so for days.
        var before = _health.GetValueOrDefault(id);
        var began = before is { Refused: true } || before is null && _lookedAround;
        var since = began ? reading.At : before?.ReadySince ?? Instant.Min;
        var moved = before?.Last is not { } last || reading.HasMovedSince(last);
        _health[id] = new ReplicaHealth(reading, Refused: false, since, reading.At, FirstHand: true) { MovedAt = moved ? reading.At : before!.MovedAt };
    }

    /// <summary>Nobody listens there.</summary>
    /// <returns>True when that is news.</returns>
    public bool Refuse(InstanceId id)
    {
        var before = _health.GetValueOrDefault(id);
        _health[id] = new ReplicaHealth(before?.Last, Refused: true, Instant.Min, clock.Now, FirstHand: true);
        return before is { Refused: false };
    }

    /// <summary>Another gateway of the region looked at a replica; what is known later counts.</summary>
    /// <param name="id">Which.</param>
    /// <param name="at">When.</param>
    /// <param name="reading">Null: nobody listened.</param>
    public void Hear(InstanceId id, Instant at, ReplicaReading? reading)
    {
        if (_health.GetValueOrDefault(id) is { } known && known.LookedAt >= at)
        {
            return;
        }

        if (reading is null)
        {
            Refuse(id);
        }
        else
        {
            Read(id, reading);
        }

        _health[id] = _health[id] with { LookedAt = at, FirstHand = false };
    }

    /// <summary>Those that fail their health checks; all others pass.</summary>
    public void Judge(FrozenSet<InstanceId> unhealthy)
    {
        _unhealthy = unhealthy;
        Publish();
    }

    /// <summary>How many gateways share the replicas; every flow knows when this returns.</summary>
    public void Share(GatewayCount gateways)
    {
        _gateways = gateways;
        Publish();
    }

    public void Hear(RegionId peer, ImmutableArray<RegionSummary> summaries) => _peers[peer] = summaries;

    public void Advise(PlanAdvice? advice) => _advice = advice;

    public void Publish()
    {
        lock (_gate)
        {
            var now = clock.Now;
            var builder = new FleetSnapshotBuilder(_home).With(_gateways).With(_advice is { } advice && advice.IsValidAt(now) ? advice : null);
            foreach (var replica in directory.Replicas)
            {
                builder.Add(Snapshot(replica));
            }

            foreach (var summary in _peers.Values.SelectMany(s => s))
            {
                if (now - summary.TakenAt < PeerForgottenAfter)
                {
                    builder.Add(summary);
                }
            }

            var snapshot = builder.Build(now, ++_version);
            current.Swap(snapshot);
            dispatchers.FleetChanged(snapshot);
        }
    }

    /// <summary>A round of looking at all replicas is over: forgets those that are not in the file any more.</summary>
    public void Prune()
    {
        _lookedAround = true;
        var listed = directory.Replicas.Select(r => r.Id).ToHashSet();
        foreach (var id in _health.Keys.Where(id => !listed.Contains(id)))
        {
            _health.TryRemove(id, out _);
        }
    }

    private InstanceSnapshot Snapshot(FleetReplica replica)
    {
        var profile = live.Current.Catalog.Profile(replica.Model, replica.Accelerator);
        var health = _health.GetValueOrDefault(replica.Id);
        var reading = health?.Last;
        return new InstanceSnapshot
        {
            Id = replica.Id,
            Pool = directory.PoolOf(replica),
            Phase = Phase(replica, health, _unhealthy.Contains(replica.Id)),
            MetricsAt = reading?.At ?? Instant.Min,
            Running = reading?.Running ?? 0,
            Waiting = reading?.Waiting ?? 0,
            KvUsage = Utilization.Clip(reading?.KvUsage ?? 0),
            KvCapacityTokens = reading?.KvCapacityTokens ?? profile.KvCapacityTokens,
            MaxSequences = profile.MaxSequences,
            Adapters = reading?.Adapters ?? [],
            AdapterSlots = reading?.AdapterSlots ?? 0,
            ReadySince = health?.ReadySince ?? Instant.Min,
        };
    }

    // Told to leave: it leaves, answers or not. Never read: still starting. Read before and now nobody there, or ill: lost, until it answers again.
    private static InstancePhase Phase(FleetReplica replica, ReplicaHealth? health, bool isUnhealthy) =>
        replica.Draining ? InstancePhase.Draining
        : health is null or { Last: null } ? InstancePhase.Starting
        : health.Refused || isUnhealthy ? InstancePhase.Lost
        : InstancePhase.Ready;
}
