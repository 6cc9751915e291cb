using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Where the catalog comes from, and lists that replace its own.</summary>
public sealed record CatalogSection
{
    [Description("An embedded catalog (demo, paper) or a catalog file (JSON, or YAML in kebab case).")]
    public string From { get; init; } = "demo";

    [Description("Takes models, hardware and engine tables from another catalog instead: profiles-paper, profiles-paper-corrected, or a file.")]
    public string? Engines { get; init; }

    public ImmutableArray<ModelSpec>? Models { get; init; }

    public ImmutableArray<AcceleratorSpec>? Accelerators { get; init; }

    public ImmutableArray<ThroughputProfile>? Profiles { get; init; }

    public ImmutableArray<RegionSpec>? Regions { get; init; }

    [Description("Co-resident groups; pools name theirs.")]
    public ImmutableArray<GroupSpec>? Groups { get; init; }

    public ImmutableArray<ServedName>? ServedNames { get; init; }

    public ImmutableArray<ServiceLevel>? ServiceLevels { get; init; }
}
