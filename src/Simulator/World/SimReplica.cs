using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>One modelled replica, from its allocation to its release. Allocation times are envelope time.</summary>
internal sealed class SimReplica(InstanceId id, PoolId pool, EngineInstance engine, Instant allocatedAt)
{
    private long _lastSequence;

    public InstanceId Id { get; } = id;

    public PoolId Pool { get; } = pool;

    public EngineInstance Engine { get; } = engine;

    public InstancePhase Phase { get; set; } = InstancePhase.Starting;

    public Instant AllocatedAt { get; } = allocatedAt;

    public Instant? ReleasedAt { get; set; }

    /// <summary>What runs or waits on it, by the engine's id; in no order, see <see cref="LegsInOrder"/>.</summary>
    public Dictionary<long, SimLeg> Legs { get; } = [];

    /// <summary>The same in order of sending, O(n log n).</summary>
    public IEnumerable<SimLeg> LegsInOrder => Legs.OrderBy(l => l.Key).Select(l => l.Value);

    /// <summary>The metrics as last read; null before the first reading.</summary>
    public EngineReadout? Reading { get; set; }

    public Instant ReadAt { get; set; } = Instant.Min;

    /// <summary>The time of the step event that counts; others are stale.</summary>
    public Instant StepAt { get; set; } = Instant.Max;

    public void Enqueue(SimLeg leg, Instant now)
    {
        var sequence = ++_lastSequence;
        Legs.Add(sequence, leg);
        Engine.Enqueue(new EngineRequest(sequence, leg.Request.PromptTokens, leg.Track.Arrival.OutputTokens, (int)leg.Request.Tier, []), now);
    }

    public InstanceSnapshot ToSnapshot() => new()
    {
        Id = Id,
        Pool = Pool,
        Phase = Phase,
        MetricsAt = ReadAt,
        Running = Reading?.Running ?? 0,
        Waiting = Reading?.Waiting ?? 0,
        KvUsage = Reading?.KvUsage ?? Utilization.Zero,
        KvCapacityTokens = Engine.Profile.KvCapacityTokens,
        MaxSequences = Engine.Profile.MaxSequences,
    };
}
