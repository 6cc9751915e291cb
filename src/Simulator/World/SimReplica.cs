using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>One modelled replica, from its allocation to its release. Allocation times are envelope time.</summary>
/// <param name="id">Unique in its region.</param>
/// <param name="pool">Of which it is one.</param>
/// <param name="engine">What runs on it.</param>
/// <param name="start">How it comes to be.</param>
/// <param name="key">For the draws about it: pool and number within the pool.</param>
/// <param name="countUntil">Request time until which idleness is counted.</param>
internal sealed class SimReplica(InstanceId id, PoolId pool, EngineInstance engine, ReplicaStart start, long key, Instant countUntil)
{
    private long _lastSequence;
    private readonly ReplicaClock _clock = new();
    private Instant _idleSince = Instant.Max;
    private bool _readIdle;

    public InstanceId Id { get; } = id;

    public PoolId Pool { get; } = pool;

    public EngineInstance Engine { get; } = engine;

    public InstancePhase Phase { get; set; } = InstancePhase.Starting;

    public long Key { get; } = key;

    public StartKind Kind { get; } = start.Kind;

    /// <summary>Null when machines are not simulated.</summary>
    public Machine? Machine { get; } = start.Machine;

    /// <summary>Whose GPUs it is awake on; null where it has its own.</summary>
    public SimUnit? Unit { get; init; }

    /// <summary>The co-resident group of its pool; null without one.</summary>
    public string? Group { get; init; }

    /// <summary>It will not become ready.</summary>
    public bool FailsToStart { get; } = start.Fails;

    public Instant AllocatedAt { get; } = start.AllocatedAt;

    /// <summary>Request time; the least before.</summary>
    public Instant ReadySince { get; private set; } = Instant.Min;

    /// <summary>Envelope time; null before.</summary>
    public Instant? ReadyAt { get; private set; }

    /// <summary>Envelope time; null while it takes new work.</summary>
    public Instant? DrainingSince { get; private set; }

    /// <summary>Ready with nothing on it, request time.</summary>
    public TimeSpan IdleTime { get; private set; }

    /// <summary>What runs or waits on it, by the engine's id; in no order, see <see cref="LegsInOrder"/>.</summary>
    public Dictionary<long, SimLeg> Legs { get; } = [];

    /// <summary>The same in order of sending, O(n log n).</summary>
    public IEnumerable<SimLeg> LegsInOrder => Legs.OrderBy(l => l.Key).Select(l => l.Value);

    /// <summary>The metrics as last read; null before the first reading.</summary>
    public EngineReadout? Reading { get; private set; }

    public Instant ReadAt { get; private set; } = Instant.Min;

    /// <summary>The time of the step event that counts; others are stale.</summary>
    public Instant StepAt { get; set; } = Instant.Max;

    /// <summary>It holds no GPUs any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>The pool whose replica starts on its GPUs when it has drained; null where nobody waits for them.</summary>
    public PoolId? SwapTo { get; set; }

    /// <summary>The cloud takes its machine back, whoever waits for it.</summary>
    public bool IsReclaimed { get; set; }

    /// <summary>Its machine is there for who comes after it.</summary>
    public bool HandsOver => SwapTo is not null && !IsReclaimed && Phase != InstancePhase.Lost;

    /// <summary>Its metrics cannot be read.</summary>
    public bool IsDark { get; set; }

    /// <summary>How often it became slow.</summary>
    public int Slowdowns { get; set; }

    /// <summary>How often its metrics were lost.</summary>
    public int MetricsOutages { get; set; }

    /// <summary>When the engine has something to tell; <see cref="Instant.Max"/> when it has nothing to do.</summary>
    public Instant NextEventAt => _clock.ToRun(Engine.NextEventAt);

    /// <summary>What the engine takes for now; a slow engine's time goes slower.</summary>
    public Instant EngineTime(Instant now) => _clock.ToEngine(now);

    public void SetSlowness(double factor, Instant now) => _clock.SetSlowness(factor, now);

    public void BecomeReady(Instant now, Instant envelopeNow)
    {
        Phase = InstancePhase.Ready;
        ReadyAt = envelopeNow;
        ReadySince = now;
        _idleSince = now;
    }

    /// <summary>It takes nothing new from now on.</summary>
    public void Drain(Instant now, Instant envelopeNow)
    {
        Phase = InstancePhase.Draining;
        DrainingSince = envelopeNow;
        CountIdle(now);
    }

    /// <summary>The end of what runs there; nothing new comes after it.</summary>
    public void Lose(Instant now)
    {
        Phase = InstancePhase.Lost;
        StepAt = Instant.Max;
        foreach (var leg in Legs.Values)
        {
            leg.Replica = null;
        }

        Legs.Clear();
        CountIdle(now);
    }

    public void Enqueue(SimLeg leg, Instant now)
    {
        CountIdle(now);
        var sequence = ++_lastSequence;
        Legs.Add(sequence, leg);
        (leg.Replica, leg.Sequence) = (this, sequence);
        _readIdle = false;
        Engine.Enqueue(new EngineRequest(sequence, leg.Request.PromptTokens, leg.Track.Arrival.OutputTokens, (int)leg.Request.Tier, leg.Request.PrefixBlocks), EngineTime(now));
    }

    /// <summary>Takes a request off; false when it is not here any more.</summary>
    public bool Cancel(SimLeg leg, Instant now)
    {
        if (!Legs.TryGetValue(leg.Sequence, out var held) || held != leg)
        {
            return false;
        }

        Engine.Cancel(leg.Sequence, EngineTime(now));
        Leave(leg.Sequence, now);
        _readIdle = false;
        return true;
    }

    /// <summary>A request has left the engine.</summary>
    public void Leave(long sequence, Instant now)
    {
        if (!Legs.Remove(sequence, out var leg))
        {
            return;
        }

        leg.Replica = null;
        if (Legs.Count == 0 && Phase == InstancePhase.Ready)
        {
            _idleSince = now;
        }
    }

    /// <summary>Reads the metrics. One that was idle and got nothing since has the same ones, but for their time.</summary>
    public void Read(Instant now)
    {
        ReadAt = now;
        if (!_readIdle)
        {
            Reading = Engine.Read(EngineTime(now));
            _readIdle = Legs.Count == 0;
        }
    }

    /// <summary>Adds the idle time up to now; it is over, or the run is.</summary>
    public void CountIdle(Instant now)
    {
        var to = Instant.Earlier(now, countUntil);
        if (_idleSince < to)
        {
            IdleTime += to - _idleSince;
        }

        _idleSince = Instant.Max;
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
        ReadySince = ReadySince,
    };
}
