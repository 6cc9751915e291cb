using System.Collections.Immutable;

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

    /// <summary>LoRA adapters that its metrics name as in use, running or waiting.</summary>
    public ImmutableArray<string> Adapters { get; init; } = [];

    /// <summary>Adapters that it can have loaded at once; 0 when it does not say.</summary>
    public int AdapterSlots { get; init; }

    /// <summary>When it was first seen ready; <see cref="Instant.Min"/> when not known, or long ago.</summary>
    public Instant ReadySince { get; init; }
}
