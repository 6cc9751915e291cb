using System.Collections.Immutable;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Everything that a run needs beside its seed.</summary>
public sealed record SimulationScenario
{
    public required ServingCatalog Catalog { get; init; }

    /// <summary>The second clock; the identity when demand has its real pace.</summary>
    public EnvelopeDocument Envelope { get; init; } = EnvelopeDocument.Identity;

    /// <summary>Request time of the beginning.</summary>
    public required Instant Start { get; init; }

    /// <summary>Request time in which arrivals are taken and GPU-hours are counted; what has arrived by then is finished after it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Sorted by time; read as the run goes, once. None may lie before <see cref="Start"/>.</summary>
    public required IEnumerable<SimulatedArrival> Arrivals { get; init; }

    /// <summary>
    /// The same arrivals once more, from their beginning, as often as it is called: the two bounds that know the future read them ahead.
    /// Null where they can't be had twice; such a scenario refuses those strategies.
    /// </summary>
    public Func<IEnumerable<SimulatedArrival>>? Preview { get; init; }

    /// <summary>Null takes what the catalog says of its pools.</summary>
    public ImmutableArray<InitialReplicas>? Initial { get; init; }

    /// <summary>Null keeps the fleet as it begins.</summary>
    public PlanningOptions? Planning { get; init; }

    public ModelFlowOptions Routing { get; init; } = new();

    public ReleaseOptions Release { get; init; } = new();

    /// <summary>How gateways reckon the room to come for patient work.</summary>
    public PromiseOptions Promise { get; init; } = new();

    /// <summary>Demand before the start, for the forecast; envelope time.</summary>
    public ImmutableArray<DemandBin> History { get; init; } = [];

    /// <summary>Days that are not like others, as forecasts are told; envelope time.</summary>
    public LoadCalendar Calendar { get; init; } = LoadCalendar.None;

    public ImmutableArray<ReplicaKill> Kills { get; init; } = [];

    /// <summary>Between two readings of the engines' metrics, request time.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two words of a region's gateways about what they have at its replicas, where it has several; zero for none.</summary>
    public TimeSpan SiblingInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at the deferred queue, request time; it is also looked at whenever a request ends.</summary>
    public TimeSpan ReleaseInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Between two looks of a gateway at how far its streams are, request time; first tokens and ends are told at once. A live gateway
    /// tells its flow up to ten times a second; a longer beat means that the ledger takes a stream's work for larger than it is by what
    /// the replica does in a beat, so that choices and bounds err on the side of caution by less than that.
    /// </summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after the end arrivals may take to finish before they count as pending.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(30);

    public WorldOptions World { get; init; } = new();

    /// <summary>The run is watched by its checkers; without them it is a little faster and proves nothing.</summary>
    public bool Checks { get; init; } = true;

    /// <summary>Where the decision log goes, one JSON object a line; null writes none.</summary>
    public Stream? Decisions { get; init; }

    /// <summary>Also records the run over time; null records none.</summary>
    public SeriesOptions? Series { get; init; }

    /// <summary>The same run under another scaling strategy.</summary>
    public SimulationScenario WithStrategy(string strategy) =>
        this with { Planning = (Planning ?? new PlanningOptions()) with { Strategy = strategy } };
}
