using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Source-generated JSON of every shared document: camelCase, nulls left out, unknown members refused by nobody.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = false)]
[JsonSerializable(typeof(CatalogDocument))]
[JsonSerializable(typeof(FleetDocument))]
[JsonSerializable(typeof(ReplicaListDocument))]
[JsonSerializable(typeof(StartReplicasDocument))]
[JsonSerializable(typeof(ReplicaFaultDocument))]
[JsonSerializable(typeof(HeldDocument))]
[JsonSerializable(typeof(EnvelopeDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(FleetSnapshot))]
[JsonSerializable(typeof(GatewayCount))]
[JsonSerializable(typeof(InferenceRequest))]
[JsonSerializable(typeof(RequestObservation))]
[JsonSerializable(typeof(KeysDocument))]
[JsonSerializable(typeof(TenantDocument))]
[JsonSerializable(typeof(KeyLimits))]
[JsonSerializable(typeof(KeyGrant))]
[JsonSerializable(typeof(RequestStories))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(UsageDocument))]
[JsonSerializable(typeof(QueueDocument))]
[JsonSerializable(typeof(QueueBatchDetail))]
[JsonSerializable(typeof(QueueAction))]
[JsonSerializable(typeof(System.Collections.Immutable.ImmutableArray<RegionSummary>))]
[JsonSerializable(typeof(System.Collections.Immutable.ImmutableArray<DemandBin>))]
public sealed partial class SharedJson : JsonSerializerContext;
