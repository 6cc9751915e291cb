using System.Text.Json.Serialization;

namespace SageServe.Routing;

/// <summary>Source-generated JSON of the options, camelCase.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelFlowOptions))]
[JsonSerializable(typeof(ReleaseOptions))]
internal sealed partial class RoutingJson : JsonSerializerContext;
