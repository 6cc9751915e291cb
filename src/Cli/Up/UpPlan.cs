using System.Collections.Immutable;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Everything that is decided before the first process starts.</summary>
internal sealed record UpPlan
{
    public required UpOptions Options { get; init; }

    public required PortPlan Ports { get; init; }

    /// <summary>Request time and envelope time of the live run.</summary>
    public required EnvelopeDocument Envelope { get; init; }

    /// <summary>What the simulator would run: the same world, load and past, on its own clock.</summary>
    public required IScenarioSource World { get; init; }

    /// <summary>The world under this run's seed.</summary>
    public required SimulationScenario Scenario { get; init; }

    /// <summary>Replicas that serve when the load starts.</summary>
    public required ImmutableArray<InitialReplicas> Initial { get; init; }

    public ServingCatalog Catalog => Scenario.Catalog;

    public PlanningOptions Planning => Scenario.Planning!;

    /// <summary>What the load is, for people.</summary>
    public string LoadName => Options.Trace is { } trace ? Path.GetFileName(trace) : "synthetic day";

    /// <summary>What must be said of the strategy in this world; null when it fits.</summary>
    public string? Remark => Options.Strategy == PlanningStrategies.Chiron && Catalog.Pools.All(p => p.Tiers.IsEmpty)
        ? "chiron: this catalog has no pools of its own for interactive and for patient work, which are what Chiron is about; it scales unified ones. Name a catalog with such pools (--catalog FILE)."
        : null;

    /// <summary>Names of the models that patient work is asked of, the busiest first.</summary>
    public IEnumerable<string> PatientModels => Scenario.History.Where(b => b.Series.Tier == ServiceTier.NonInteractive)
        .GroupBy(b => b.Series.Model).OrderByDescending(g => g.Sum(b => b.RequestsPerSecond)).ThenBy(g => g.Key).Select(g => NameOf(g.Key));

    /// <param name="options">What was asked for.</param>
    /// <param name="now">Request time.</param>
    public static UpPlan Make(UpOptions options, Instant now)
    {
        var world = DemoWorld.Of(options);
        var scenario = world.Build(options.Seed);
        return new UpPlan
        {
            Options = options,
            World = world,
            Scenario = scenario,
            Envelope = scenario.Envelope with { RealEpoch = now + UpDefaults.StartUp },
            Initial = InitialFleet.For(scenario),
            Ports = PortPlan.Make([.. RegionsInOrder(scenario)], options.Port),
        };
    }

    /// <summary>The load: ascending by time, until the run's time is over or the trace ends; read once.</summary>
    public IEnumerable<Arrival> Arrivals() => ClientLoad.Of(Scenario, NameOf);

    /// <summary>The demand that gateways would have counted up to an envelope time, from another seed than the load.</summary>
    public ImmutableArray<DemandBin> Past(Instant until) =>
        World.With("start", until.FloorTo(Planning.DemandBin).ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)).Build(Options.Seed).History;

    /// <summary>The id behind a name that the load uses.</summary>
    public ModelId Resolve(string name) =>
        Catalog.TryResolve(name, out var model) ? model : throw new InvalidOperationException($"{name} is not served.");

    private string NameOf(ModelId model) =>
        Catalog.Document.ServedNames.FirstOrDefault(s => s.Model == model)?.Name
        ?? throw new BadInputException($"The catalog gives model {model} no served name; add one under servedNames.");

    /// <summary>The region with the most traffic first: it gets the port that people know.</summary>
    private static IEnumerable<RegionId> RegionsInOrder(SimulationScenario scenario) => scenario.Catalog.Regions.Select(r => r.Id)
        .OrderByDescending(r => scenario.History.Where(b => b.Series.Origin == r).Sum(b => b.RequestsPerSecond)).ThenBy(r => r);
}
