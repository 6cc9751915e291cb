using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace SageServe.Simulator;

/// <summary>The JSON schema of scenario files, made from the records that they are bound to.</summary>
public static class ScenarioSchema
{
    private const string DurationPattern = @"^\d+(\.\d+)?(ms|s|m|h|d)$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ends with a line feed; the same bytes everywhere.</summary>
    public static string Text()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = (JsonObject)ScenarioJson.Options.GetJsonSchemaAsNode(typeof(ScenarioDocument), exporter);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "SageServe scenario");

        // A scenario that stands on another one need not say again what that one says.
        schema.Remove("required");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var node = Typed(type) ?? schema as JsonObject ?? [];
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), true) is [DescriptionAttribute { Description: var text }, ..])
        {
            node.Insert(0, "description", text);
        }

        return node;
    }

    /// <summary>Types with converters of their own, of which the exporter knows nothing.</summary>
    private static JsonObject? Typed(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => new JsonObject { ["type"] = "string", ["pattern"] = DurationPattern, ["examples"] = new JsonArray("90s", "10m", "2h", "1d") },
        _ when type == typeof(Instant) => new JsonObject { ["type"] = "string", ["examples"] = new JsonArray("2026-06-02", "2026-06-02T12:00:00Z") },
        _ when type == typeof(PoolId) => new JsonObject { ["type"] = "string", ["examples"] = new JsonArray("llama-3.1-8b@eastus/a100-80gb-x2") },
        _ when type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextId<>)) => new JsonObject { ["type"] = "string" },
        _ => null,
    };
}
