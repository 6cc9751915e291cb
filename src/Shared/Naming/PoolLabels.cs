using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>A pool as labels of a metric, and back. Pools come from the catalog and the fleet file, so their number is bounded by those.</summary>
public static class PoolLabels
{
    private const string OnDemand = "on-demand";
    private const string Spot = "spot";

    /// <summary>In the order of <see cref="Values"/>.</summary>
    public static readonly ImmutableArray<string> Names =
        [LabelNames.Model, LabelNames.Region, LabelNames.Accelerator, LabelNames.CapacityType, LabelNames.Revision];

    public static ImmutableArray<string> And(string label) => [.. Names, label];

    public static string[] Values(PoolId pool, params ReadOnlySpan<string> more) =>
        [pool.Model.Value, pool.Region.Value, pool.Accelerator.Value, Text(pool.CapacityType), pool.Revision, .. more];

    /// <summary>A way of paying as the label has it.</summary>
    public static string Text(CapacityType type) => type == CapacityType.Spot ? Spot : OnDemand;

    /// <summary>Null when a label is missing or the capacity type is unknown.</summary>
    public static PoolId? Read(IReadOnlyDictionary<string, string> labels) =>
        Text(labels, LabelNames.Model) is { } model
        && Text(labels, LabelNames.Region) is { } region
        && Text(labels, LabelNames.Accelerator) is { } accelerator
        && Text(labels, LabelNames.CapacityType) is OnDemand or Spot
        && Text(labels, LabelNames.Revision) is { } revision
            ? new PoolId(
                new DeploymentId(new ModelId(model), new RegionId(region)),
                new AcceleratorId(accelerator),
                labels[LabelNames.CapacityType] == Spot ? CapacityType.Spot : CapacityType.OnDemand,
                revision)
            : null;

    private static string? Text(IReadOnlyDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
