using System.Text.Json.Serialization;

namespace SageServe.Scaler;

/// <summary>Source-generated JSON of the scaler's own documents.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PublisherState))]
[JsonSerializable(typeof(StateDocument))]
[JsonSerializable(typeof(DemandDocument))]
[JsonSerializable(typeof(ForecastState))]
[JsonSerializable(typeof(PeerTicket))]
[JsonSerializable(typeof(WantedDocument))]
[JsonSerializable(typeof(SageServe.Kubernetes.Lease))]
internal sealed partial class ScalerJson : JsonSerializerContext;
