using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Everything that is decided before the first process starts.</summary>
internal sealed record UpPlan
{
    public required UpOptions Options { get; init; }

    public required ServingCatalog Catalog { get; init; }

    /// <summary>None in a simulation.</summary>
    public PortPlan Ports { get; init; } = PortPlan.None;

    public required EnvelopeDocument Envelope { get; init; }

    public required UpTiming Timing { get; init; }

    public required UpTraffic Traffic { get; init; }

    /// <summary>Replicas that serve when the load starts.</summary>
    public required ImmutableArray<InitialReplicas> Initial { get; init; }

    /// <param name="options">What was asked for.</param>
    /// <param name="now">Request time.</param>
    public static UpPlan Make(UpOptions options, Instant now)
    {
        var plan = WithoutPorts(options, now + UpDefaults.StartUp);
        return plan with { Ports = PortPlan.Make([.. RegionsInOrder(plan.Catalog)], options.Port) };
    }

    public static UpPlan WithoutPorts(UpOptions options, Instant now)
    {
        var catalog = options.Catalog is { } path ? CatalogFile.Read("--catalog", path) : new ServingCatalog(EmbeddedData.DemoCatalog());
        var envelope = new EnvelopeDocument(now, UpDefaults.DayStart, TimeSpan.FromDays(1) / options.DayIn);
        var traffic = UpTraffic.Make(options, catalog, envelope.Speed);
        return new UpPlan
        {
            Options = options,
            Catalog = catalog,
            Envelope = envelope,
            Timing = UpTiming.For(envelope.Speed),
            Traffic = traffic,
            Initial = InitialFleet.For(catalog, traffic),
        };
    }

    /// <summary>The id behind a name that the traffic uses.</summary>
    public ModelId Resolve(string name) =>
        Catalog.TryResolve(name, out var model) ? model : throw new InvalidOperationException($"{name} is not served.");

    /// <summary>The region with the most traffic first: it gets the port that people know.</summary>
    private static IEnumerable<RegionId> RegionsInOrder(ServingCatalog catalog) =>
        TrafficMix.Demo(catalog).Regions.OrderByDescending(r => r.Weight).ThenBy(r => r.Region).Select(r => r.Region);
}
