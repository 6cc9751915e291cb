using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>
/// Exactly the facts of one tick, in envelope time. What could not be had is marked, never invented: a missing list is null,
/// a missing bin is absent, and ages are told.
/// </summary>
public sealed record TickInput
{
    public required Instant Now { get; init; }

    /// <summary>Complete bins since the tick's <c>DemandSince</c>, any order, repeats allowed; null when demand could not be read.</summary>
    [JsonConverter(typeof(DemandRunsConverter))]
    public required ImmutableArray<DemandBin>? Demand { get; init; }

    /// <summary>Each pool of the catalog as it is, empty ones with zeros; null when the fleet could not be read. A pool that is left out counts as unknown and is not touched.</summary>
    public required ImmutableArray<PoolFacts>? Pools { get; init; }

    /// <summary>Each co-resident group of the catalog as it is; null where there is none or none could be read. Members of a group that is left out are not touched.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<GroupFacts>? Groups { get; init; }

    /// <summary>Patient work that nobody runs, by deployment, in envelope time; null when it could not be read, and a deployment that is left out is unknown.</summary>
    public ImmutableArray<PatientBacklog>? Backlog { get; init; }

    /// <summary>Requests that met or missed their target since the last telling; null when it could not be read, and a region that is left out is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<SloReading>? Slo { get; init; }

    /// <summary>
    /// The demand that will come: whole bins that start within [now floored to a bin, the tick's <c>FutureUntil</c>). Only a simulation can
    /// know it, and only the two bounds (<see cref="PlanningStrategies"/>) ask; null otherwise.
    /// </summary>
    [JsonConverter(typeof(DemandRunsConverter))]
    public ImmutableArray<DemandBin>? Future { get; init; }

    /// <summary>What an earlier run's last <see cref="PlanningEffects.Forecasts"/> was, with the first tick of this one; null otherwise.</summary>
    public ForecastState? Forecasts { get; init; }

    /// <summary>What became of the last tick's actions. Null: each was carried out as asked; an action that is left out was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<MoveOutcome>? Outcomes { get; init; }

    /// <summary>What an earlier run's <see cref="PlanningCore.KeepReceipts"/> gave last, with the first tick of this one; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReceiptState? Receipts { get; init; }

    /// <summary>Version of the plan that an earlier run published last, with the first tick of this one; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PublishedVersion { get; init; }

    /// <summary>The region whose pools move, where each region has a scaler of its own; facts of others are for the plan. Null: all move.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RegionId? Home { get; init; }

    /// <summary>What starts took in other regions, as their scalers keep it; null where nobody told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<PoolReadyTimes>? ReadyElsewhere { get; init; }

    /// <summary>True where plans are made elsewhere: a tick that would plan only paces, by the newest <see cref="Plan"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Follows { get; init; }

    /// <summary>A plan that was accepted from elsewhere, with the first tick after that; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanDocument? Plan { get; init; }

    /// <summary>Days that are not like others, with the first tick and whenever they are others; null: as told before.</summary>
    public LoadCalendar? Calendar { get; init; }

    /// <summary>Null in a live run; a log's writer adds <see cref="RecordedSolve.Of"/> the answer, and a replay then takes that.</summary>
    public RecordedSolve? Recorded { get; init; }

    /// <summary>True where this tick may move pools of the region.</summary>
    internal bool IsHome(RegionId region) => Home is not { } home || home == region;
}
