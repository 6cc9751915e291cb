using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Names in a trace and what the catalog calls them.</summary>
public sealed record RenameSection
{
    public ImmutableSortedDictionary<string, string> Models { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Regions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
