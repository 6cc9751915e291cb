namespace SageServe.Hosting;

/// <summary>Reads ids from the labels of a published series; a series that lacks one or has an unknown tier is passed over.</summary>
public static class DemandLabels
{
    /// <summary>Null for one to pass over.</summary>
    public static DemandSeriesId? Series(IReadOnlyDictionary<string, string> labels) =>
        Text(labels, LabelNames.Model) is { } model
        && Text(labels, LabelNames.OriginRegion) is { } origin
        && ServiceTiers.TryParse(labels.GetValueOrDefault(LabelNames.Tier), out var tier)
            ? new DemandSeriesId(new ModelId(model), new RegionId(origin), tier)
            : null;

    private static string? Text(IReadOnlyDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
