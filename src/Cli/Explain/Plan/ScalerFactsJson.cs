using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>JSON of it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScalerFacts))]
internal sealed partial class ScalerFactsJson : JsonSerializerContext;
