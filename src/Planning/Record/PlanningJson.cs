using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>Source-generated JSON of the door's records: camelCase, nulls written, because a missing fact is a fact.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(PlanningOptions))]
[JsonSerializable(typeof(ScheduledTick))]
[JsonSerializable(typeof(TickInput))]
[JsonSerializable(typeof(PlanningEffects))]
[JsonSerializable(typeof(DemandRun))]
[JsonSerializable(typeof(ReceiptState))]
[JsonSerializable(typeof(RegionFacts))]
internal sealed partial class PlanningJson : JsonSerializerContext;
