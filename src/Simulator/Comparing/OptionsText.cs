using System.Text;
using System.Text.Json;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Every option that a built scenario runs with, defaults included, by the names of scenario documents.</summary>
public static class OptionsText
{
    public static string Of(SimulationScenario scenario)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            if (scenario.Planning is { } planning)
            {
                json.WritePropertyName("planning"u8);
                JsonSerializer.Serialize(json, planning, ScenarioJson.Of<PlanningOptions>());
            }

            json.WritePropertyName("routing"u8);
            JsonSerializer.Serialize(json, scenario.Routing, ScenarioJson.Of<ModelFlowOptions>());
            json.WritePropertyName("release"u8);
            JsonSerializer.Serialize(json, scenario.Release, ScenarioJson.Of<ReleaseOptions>());
            json.WritePropertyName("world"u8);
            JsonSerializer.Serialize(json, scenario.World, ScenarioJson.Of<WorldOptions>());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
