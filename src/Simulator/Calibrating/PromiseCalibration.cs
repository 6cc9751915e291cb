using System.Collections.Immutable;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Submits batches in a simulated world, asks the product's promise when each will be done, and compares with when it was.</summary>
public static class PromiseCalibration
{
    private const string Base = "chat";

    /// <summary>Model of the base scenario that is served.</summary>
    private static readonly ModelId Model = new("llama-3.1-70b");

    private static readonly RegionId Region = new("eastus");

    /// <param name="options">The world.</param>
    /// <param name="promise">As the gateway has them.</param>
    /// <param name="seed">Of all chance in it.</param>
    /// <param name="progress">Told as it goes.</param>
    /// <param name="cancellation">Ends it without a report.</param>
    /// <returns>All batches, in the order in which they came in.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImmutableArray<CalibrationBatch> Run(
        CalibrationOptions options, PromiseOptions promise, ulong seed, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var scenario = Scenario(options, promise, seed);
        var watch = new PromiseWatch(promise);
        new SimulationRun(scenario, seed, [watch], dropEngineEvent: null).Go(progress, cancellation);
        return watch.Batches;
    }

    private static SimulationScenario Scenario(CalibrationOptions options, PromiseOptions promise, ulong seed)
    {
        var scenario = ScenarioLibrary.Find(Base).Build(seed);
        var catalog = Catalog(scenario.Catalog.Document, options);
        var load = new CalibrationLoad(options, catalog.Document.Profiles.First(p => p.Model == Model), Model, Region, scenario.Start);
        return scenario with
        {
            Catalog = catalog,
            Envelope = EnvelopeDocument.Identity,
            Duration = load.Duration,
            Arrivals = load.Arrivals(seed),
            Preview = null,
            History = [],
            Initial = null,
            Planning = options.Planned ? new PlanningOptions() : null,
            ScrapeInterval = TimeSpan.FromSeconds(2),
            ProgressInterval = TimeSpan.FromSeconds(2),
            DrainLimit = TimeSpan.FromDays(1),
            Checks = false,
            Promise = promise,
        };
    }

    /// <summary>One pool of one model in one region.</summary>
    private static ServingCatalog Catalog(CatalogDocument document, CalibrationOptions options)
    {
        var pool = document.Pools.First(p => p.Id.Model == Model && p.Id.Region == Region);
        var least = options.Planned ? Math.Max(1, options.Replicas / 2) : options.Replicas;
        return new ServingCatalog(document with
        {
            Models = [.. document.Models.Where(m => m.Id == Model)],
            Profiles = [.. document.Profiles.Where(p => p.Model == Model)],
            Regions = [.. document.Regions.Where(r => r.Id == Region).Select(r => r with { Links = [] })],
            Pools = [pool with { MinReplicas = least, MaxReplicas = options.Replicas, InitialReplicas = options.Replicas }],
            ServedNames = [.. document.ServedNames.Where(n => n.Model == Model)],
        });
    }
}
