using System.Text.Json.Serialization;

namespace SageServe.Simulator;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationReport))]
[JsonSerializable(typeof(SeriesReport))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
