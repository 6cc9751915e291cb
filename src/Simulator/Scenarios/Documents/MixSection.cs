using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Shares of the requests by model, region and tier; each list is scaled to a sum of one.</summary>
public sealed record MixSection
{
    [Description("Weight by model; the catalog's first model when left out.")]
    public ImmutableSortedDictionary<string, double> Models { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    [Description("Weight by region; all regions alike when left out.")]
    public ImmutableSortedDictionary<string, double> Regions { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    [Description("Weight by tier; all fast interactive when left out.")]
    public ImmutableSortedDictionary<string, double> Tiers { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    [Description("How much later a region's day begins than the shape's.")]
    public ImmutableSortedDictionary<string, TimeSpan> Later { get; init; } = ImmutableSortedDictionary<string, TimeSpan>.Empty;

    [Description("Share of the interactive requests that stream.")]
    public double Streaming { get; init; } = 1;

    [Description("Share that streams by tier, patient work too; tiers that are left out follow 'streaming'.")]
    public ImmutableSortedDictionary<string, double> StreamingByTier { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Share of a tier's requests that stream; patient work does so only where that is said.</summary>
    internal double StreamingOf(ServiceTier tier) => StreamingByTier.GetValueOrDefault(tier.WireName(), tier.IsInteractive() ? Streaming : 0);
}
