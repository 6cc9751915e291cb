namespace SageServe.Shared;

/// <summary>One replica at one instant, as far as its last metrics tell.</summary>
public sealed record InstanceSnapshot
{
    public required InstanceId Id { get; init; }

    public required PoolId Pool { get; init; }

    public required InstancePhase Phase { get; init; }

    /// <summary>When the metrics below were read; <see cref="Instant.Min"/> when never.</summary>
    public Instant MetricsAt { get; init; }

    public int Running { get; init; }

    public int Waiting { get; init; }

    /// <summary>KV bytes in use over KV bytes that could be used.</summary>
    public Utilization KvUsage { get; init; }

    public long KvCapacityTokens { get; init; }

    public int MaxSequences { get; init; }
}
