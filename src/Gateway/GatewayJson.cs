using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Gateway;

/// <summary>Source-generated JSON of the gateway's own documents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(RelayTicket))]
[JsonSerializable(typeof(FleetView))]
[JsonSerializable(typeof(ImmutableArray<EngineTarget>))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
[JsonSerializable(typeof(SiblingWord))]
[JsonSerializable(typeof(InFlightWord))]
[JsonSerializable(typeof(ResponseWord))]
[JsonSerializable(typeof(QueueMeasureLine))]
internal sealed partial class GatewayJson : JsonSerializerContext;
