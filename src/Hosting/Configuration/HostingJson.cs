using System.Text.Json.Serialization;

namespace SageServe.Hosting;

/// <summary>Source-generated JSON of what every executable tells of its configuration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FileProblem>))]
[JsonSerializable(typeof(ReloadState))]
[JsonSerializable(typeof(ReloadPreview))]
public sealed partial class HostingJson : JsonSerializerContext;
