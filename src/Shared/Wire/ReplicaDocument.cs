namespace SageServe.Shared;

/// <summary>One replica in the control API of a local fleet (<c>GET /control/replicas</c>). Times are on the envelope clock.</summary>
public sealed record ReplicaDocument
{
    public required InstanceId Id { get; init; }

    public required PoolId Pool { get; init; }

    /// <summary>Of an engine of a co-resident group: the unit whose GPUs it shares with those that name the same; null where it has its own.</summary>
    public string? Unit { get; init; }

    public required string Url { get; init; }

    public required ReplicaState State { get; init; }

    /// <summary>When its GPUs were taken: GPU-hours run from here.</summary>
    public required Instant AllocatedAt { get; init; }

    public Instant? ReadyAt { get; init; }

    /// <summary>When its GPUs were given back; null while it holds them.</summary>
    public Instant? ReleasedAt { get; init; }

    public int Running { get; init; }

    public int Waiting { get; init; }

    /// <summary>How often its metrics were read; drawing them holds up an engine's event loop.</summary>
    public int MetricsReads { get; init; }
}
