using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Everything that is decided before the first process starts.</summary>
internal sealed record UpPlan
{
    public required UpOptions Options { get; init; }

    public required ServingCatalog Catalog { get; init; }

    public required PortPlan Ports { get; init; }

    public required EnvelopeDocument Envelope { get; init; }

    public required UpTiming Timing { get; init; }

    public required UpTraffic Traffic { get; init; }

    /// <summary>Replicas that serve when the load starts.</summary>
    public required ImmutableArray<InitialReplicas> Initial { get; init; }

    public static UpPlan Make(UpOptions options, Instant now)
    {
        var catalog = new ServingCatalog(EmbeddedData.DemoCatalog());
        var envelope = new EnvelopeDocument(now, UpDefaults.DayStart, TimeSpan.FromDays(1) / options.DayIn);
        var traffic = UpTraffic.Make(options, catalog, envelope.Speed);
        return new UpPlan
        {
            Options = options,
            Catalog = catalog,
            Ports = PortPlan.Make([.. RegionsInOrder(catalog)], options.Port),
            Envelope = envelope,
            Timing = UpTiming.For(envelope.Speed),
            Traffic = traffic,
            Initial = InitialFleet.For(catalog, traffic),
        };
    }

    /// <summary>The region with the most traffic first: it gets the port that people know.</summary>
    private static IEnumerable<RegionId> RegionsInOrder(ServingCatalog catalog) =>
        TrafficMix.Demo(catalog).Regions.OrderByDescending(r => r.Weight).ThenBy(r => r.Region).Select(r => r.Region);
}
