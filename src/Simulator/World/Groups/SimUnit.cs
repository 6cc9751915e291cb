using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>
/// GPUs that the engines of one co-resident group share, from their allocation to their release. Each time that an engine is awake is a
/// replica of its own: asleep it keeps no KV. Times are envelope time.
/// </summary>
/// <param name="group">Of which it is one.</param>
/// <param name="region">Where it stands.</param>
/// <param name="allocatedAt">From when on it is paid for.</param>
/// <param name="last">Whose engine was awake last, or is to be first; pays for the time in which nobody is.</param>
internal sealed class SimUnit(GroupSpec group, SimRegion region, Instant allocatedAt, PoolId last)
{
    public GroupSpec Group { get; } = group;

    public SimRegion Region { get; } = region;

    public Instant AllocatedAt { get; } = allocatedAt;

    public PoolId LastPool { get; private set; } = last;

    /// <summary>Starting, ready or draining; null while all engines sleep or one falls asleep.</summary>
    public SimReplica? Occupant { get; private set; }

    /// <summary>Since when it has none.</summary>
    public Instant VacantSince { get; private set; } = allocatedAt;

    /// <summary>Null when machines are not simulated.</summary>
    public Machine? Machine { get; init; }

    /// <summary>Whose engine wakes when the one before it sleeps.</summary>
    public PoolId? Next { get; set; }

    /// <summary>What was ordered last and does not serve yet.</summary>
    public (Instant At, ScaleActionKind Kind)? Order { get; set; }

    /// <summary>When what it loads or wakes is there, whether or not it is still wanted.</summary>
    public Instant BusyUntil { get; set; } = allocatedAt;

    /// <summary>All its engines sleep.</summary>
    public bool IsAsleep { get; set; }

    /// <summary>The cloud takes it back.</summary>
    public bool IsLeaving { get; set; }

    public bool IsGone { get; set; }

    public void Enter(SimReplica replica)
    {
        Occupant = replica;
        (Next, IsAsleep) = (null, false);
    }

    public void Leave(Instant now)
    {
        Invariant.Holds(Occupant is not null, "Only what is awake on a unit leaves it");
        LastPool = Occupant!.Pool;
        Occupant = null;
        VacantSince = now;
    }
}
