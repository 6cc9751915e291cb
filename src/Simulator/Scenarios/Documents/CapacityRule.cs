using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Replicas of one kind of hardware that each of these regions can hold.</summary>
public sealed record CapacityRule
{
    [Description("All regions of the catalog when left out.")]
    public ImmutableArray<RegionId> Regions { get; init; } = [];

    public required AcceleratorId Accelerator { get; init; }

    public required int Replicas { get; init; }
}
