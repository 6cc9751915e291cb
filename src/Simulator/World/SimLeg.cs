namespace SageServe.Simulator;

/// <summary>A request at one gateway: the origin has the first leg, a peer that it was relayed to a second one.</summary>
internal sealed class SimLeg(SimTrack track, FlowDriver driver, InferenceRequest request, SimLeg? origin)
{
    public SimTrack Track { get; } = track;

    public FlowDriver Driver { get; } = driver;

    public InferenceRequest Request { get; } = request;

    /// <summary>The leg that relayed it; null at the origin.</summary>
    public SimLeg? Origin { get; } = origin;

    /// <summary>Output tokens of the attempt in progress, as far as told.</summary>
    public int Tokens { get; set; }

    /// <summary>Where the attempt in progress runs; null while it runs nowhere here.</summary>
    public SimReplica? Replica { get; set; }

    /// <summary>Its id on the replica's engine.</summary>
    public long Sequence { get; set; }

    /// <summary>Its place among the driver's streams; -1 while no token is out.</summary>
    public int StreamSlot { get; set; } = -1;

    /// <summary>Output tokens by now, of the attempt in progress; the engine is asked, O(1).</summary>
    public int TokensAt(Instant now) => Replica is null ? Tokens : Math.Max(Tokens, Replica.Engine.GeneratedTokens(Sequence, now));

    /// <summary>The first replica that it was sent to from here; for the checker.</summary>
    public InstanceId FirstReplica { get; set; }

    /// <summary>Further ones, null as long as there are none; for the checker.</summary>
    public List<InstanceId>? LaterReplicas { get; set; }
}
