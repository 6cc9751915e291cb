using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Replicas that are interchangeable.</summary>
/// <param name="Model">What they serve.</param>
/// <param name="Region">Where they stand.</param>
/// <param name="Accelerator">Their hardware.</param>
/// <param name="TokensPerSecond">Prompt tokens per second that one is planned for.</param>
/// <param name="Max">Most replicas.</param>
public sealed record ProblemPool(ModelId Model, RegionId Region, AcceleratorId Accelerator, double TokensPerSecond, int Max)
{
    /// <summary>How they are paid for.</summary>
    public CapacityType CapacityType { get; init; }

    /// <summary>Tells pools of one model, region, hardware and capacity type apart.</summary>
    public string Revision { get; init; } = PoolId.DefaultRevision;

    /// <summary>Tiers that it may serve; empty: all.</summary>
    public ImmutableArray<ServiceTier> Tiers { get; init; } = [];

    /// <summary>Replicas that stand: ready and starting.</summary>
    public int Current { get; init; }

    /// <summary>Fewest replicas.</summary>
    public int Min { get; init; }

    /// <summary>From the request to ready; paid for. In a group: from asleep to awake.</summary>
    public double StartMinutes { get; init; }

    /// <summary>Name of the group whose GPUs it shares; null: its own.</summary>
    public string? Group { get; init; }

    internal PoolId Id => new(new DeploymentId(Model, Region), Accelerator, CapacityType, Revision);
}
