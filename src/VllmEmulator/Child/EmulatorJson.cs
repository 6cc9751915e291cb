using System.Text.Json.Serialization;

namespace SageServe.VllmEmulator;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildMessage))]
internal sealed partial class EmulatorJson : JsonSerializerContext;
