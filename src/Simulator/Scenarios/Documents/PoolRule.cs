using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>One pool for each of these models in each of these regions. A later rule for the same pool replaces an earlier one.</summary>
public sealed record PoolRule
{
    [Description("All models of the catalog when left out.")]
    public ImmutableArray<ModelId> Models { get; init; } = [];

    [Description("All regions of the catalog when left out.")]
    public ImmutableArray<RegionId> Regions { get; init; } = [];

    public required AcceleratorId Accelerator { get; init; }

    public CapacityType CapacityType { get; init; } = CapacityType.OnDemand;

    [Description("Tells pools of one model, region and hardware apart.")]
    public string Revision { get; init; } = PoolId.DefaultRevision;

    [Description("Tiers that the pool is kept for; all when left out.")]
    public ImmutableArray<ServiceTier> Tiers { get; init; } = [];

    [Description("Requests of other pools' tiers come here while their own pools are too full.")]
    public bool TakesOverflow { get; init; }

    [Description("The co-resident group whose GPUs the pools share; their own when left out.")]
    public string? Group { get; init; }

    public int Min { get; init; }

    public required int Max { get; init; }

    public required int Initial { get; init; }
}
