using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The catalog as it stands in a file. <see cref="ServingCatalogRules"/> says what is wrong with one.</summary>
public sealed record CatalogDocument
{
    public ImmutableArray<ModelSpec> Models { get; init; } = [];

    public ImmutableArray<AcceleratorSpec> Accelerators { get; init; } = [];

    public ImmutableArray<ThroughputProfile> Profiles { get; init; } = [];

    public ImmutableArray<RegionSpec> Regions { get; init; } = [];

    public ImmutableArray<PoolSpec> Pools { get; init; } = [];

    /// <summary>Pools that share GPUs, one engine of each unit awake; none by default.</summary>
    public ImmutableArray<GroupSpec> Groups { get; init => field = value.IsDefault ? [] : value; } = [];

    public ImmutableArray<ServedName> ServedNames { get; init; } = [];

    public ImmutableArray<ServiceLevel> ServiceLevels { get; init; } = [];
}
