using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Models whose weights a region's store holds.</summary>
public sealed record StoredWeights
{
    public required RegionId Region { get; init; }

    public ImmutableArray<ModelId> Models { get; init; } = [];
}
