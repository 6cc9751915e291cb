namespace SageServe.Simulator;

/// <summary>A request at one gateway: the origin has the first leg, a peer that it was relayed to a second one.</summary>
internal sealed class SimLeg(SimTrack track, FlowDriver driver, InferenceRequest request, SimLeg? origin)
{
    private Instant _lastMessageAt = Instant.Min;

    public SimTrack Track { get; } = track;

    public FlowDriver Driver { get; } = driver;

    public InferenceRequest Request { get; } = request;

    /// <summary>The leg that relayed it; null at the origin.</summary>
    public SimLeg? Origin { get; } = origin;

    /// <summary>The leg at the peer that it was relayed to.</summary>
    public SimLeg? There { get; set; }

    /// <summary>Its gateway is gone or does not want it any more: what comes for it is dropped.</summary>
    public bool IsDead { get; set; }

    /// <summary>The way back to the origin was cut: nothing is told there any more.</summary>
    public bool IsCut { get; set; }

    /// <summary>Nobody waits for what it brings, though it may go on until a message has told so.</summary>
    public bool IsOrphan => IsDead || IsCut || Origin is { IsDead: true };

    /// <summary>Output tokens of the attempt in progress, as far as told.</summary>
    public int Tokens { get; set; }

    /// <summary>Where the attempt in progress runs; null while it runs nowhere here.</summary>
    public SimReplica? Replica { get; set; }

    /// <summary>Its id on the replica's engine.</summary>
    public long Sequence { get; set; }

    /// <summary>Its place among the driver's streams; -1 while no token is out.</summary>
    public int StreamSlot { get; set; } = -1;

    /// <summary>Output tokens by now, of the attempt in progress; the engine is asked, O(1).</summary>
    public int TokensAt(Instant now) => Replica is null ? Tokens : Math.Max(Tokens, Replica.Engine.GeneratedTokens(Sequence, Replica.EngineTime(now)));

    /// <summary>The first replica that it was sent to from here; for the checker.</summary>
    public InstanceId FirstReplica { get; set; }

    /// <summary>Further ones, null as long as there are none; for the checker.</summary>
    public List<InstanceId>? LaterReplicas { get; set; }

    /// <summary>When a message that would be here then arrives: a connection keeps the order of what it carries.</summary>
    public Instant Arrives(Instant at) => _lastMessageAt = Instant.Later(at, _lastMessageAt);
}
