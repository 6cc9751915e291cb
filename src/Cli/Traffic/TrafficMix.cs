using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Who asks for what, from where. Shares add up to one.</summary>
/// <param name="Classes">Kinds of traffic.</param>
/// <param name="Regions">Where it comes from.</param>
internal sealed record TrafficMix(ImmutableArray<TrafficClass> Classes, ImmutableArray<RegionTraffic> Regions)
{
    private const ServiceTier Fast = ServiceTier.InteractiveFast;
    private const ServiceTier Normal = ServiceTier.InteractiveNormal;
    private const ServiceTier Patient = ServiceTier.NonInteractive;

    /// <summary>The demonstration's day: mostly urgent, some patient, two models. Chat is steady, code comes in bursts.</summary>
    public static TrafficMix Demo(ServingCatalog catalog)
    {
        var (large, small) = LargeAndSmall(catalog);
        return new TrafficMix(
            [
                new("large-chat-fast", "chat", "chat", large, Fast, 1, 0.28, 25),
                new("large-chat-normal", "chat", "chat", large, Normal, 0.5, 0.06, 25),
                new("large-summaries", "summarisation", "chat", large, Patient, 0.5, 0.03, 10),
                new("small-chat-fast", "chat", "chat", small, Fast, 1, 0.22, 25),
                new("small-code-fast", "code", "code", small, Fast, 1, 0.24, 4),
                new("small-code-normal", "code", "code", small, Normal, 0.5, 0.10, 4),
                new("small-summaries", "summarisation", "chat", small, Patient, 0.5, 0.07, 10),
            ],
            SpreadOver(catalog));
    }

    /// <summary>
    /// Who a trace's rows are, because public traces name neither model nor tier nor region. Most go to the small model,
    /// so that a trace sped up tenfold still fits the demonstration's hardware.
    /// </summary>
    public static TrafficMix ForTrace(ServingCatalog catalog)
    {
        var (large, small) = LargeAndSmall(catalog);
        return new TrafficMix(
            [
                new("large-fast", "chat", "chat", large, Fast, 1, 0.13, 25),
                new("large-normal", "chat", "chat", large, Normal, 0.5, 0.04, 25),
                new("large-patient", "chat", "chat", large, Patient, 0.5, 0.03, 10),
                new("small-fast", "chat", "chat", small, Fast, 1, 0.56, 25),
                new("small-normal", "chat", "chat", small, Normal, 0.5, 0.17, 25),
                new("small-patient", "chat", "chat", small, Patient, 0.5, 0.07, 10),
            ],
            SpreadOver(catalog));
    }

    private static (string Large, string Small) LargeAndSmall(ServingCatalog catalog)
    {
        var bySize = catalog.Models.OrderBy(m => m.WeightBytes).ToArray();
        return (NameOf(bySize[^1].Id, catalog), NameOf(bySize[0].Id, catalog));
    }

    private static string NameOf(ModelId model, ServingCatalog catalog) =>
        catalog.Document.ServedNames.FirstOrDefault(s => s.Model == model)?.Name
        ?? throw new BadInputException($"The catalog gives model {model} no served name; add one under servedNames.");

    /// <summary>The first region in the catalog is the largest; each further one is smaller and, for want of time zones, later.</summary>
    private static ImmutableArray<RegionTraffic> SpreadOver(ServingCatalog catalog)
    {
        var zones = new Dictionary<string, (double Weight, int Hours)> { ["eastus"] = (0.45, 0), ["centralus"] = (0.25, 1), ["westus"] = (0.30, 3) };
        var regions = catalog.Regions.Select((r, i) =>
        {
            var (weight, hours) = zones.GetValueOrDefault(r.Id.Value, (1.0 / catalog.Regions.Length, i));
            return new RegionTraffic(r.Id, weight, TimeSpan.FromHours(hours));
        }).ToImmutableArray();
        var total = regions.Sum(r => r.Weight);
        return [.. regions.Select(r => r with { Weight = r.Weight / total })];
    }
}
