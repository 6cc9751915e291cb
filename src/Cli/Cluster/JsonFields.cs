using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Reads fields of Kubernetes objects by dotted paths.</summary>
internal static class JsonFields
{
    public static JsonNode? Field(this JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = node is JsonObject item ? item[part] : null;
        }

        return node;
    }

    public static string? FieldText(this JsonNode? node, string path) => node.Field(path)?.ToString();

    public static long FieldNumber(this JsonNode? node, string path) => node.Field(path) is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;

    public static JsonObject[] FieldItems(this JsonNode? node, string path) => node.Field(path) is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    public static string ObjectName(this JsonObject item) => item.FieldText("metadata.name") ?? "";

    public static string ObjectVersion(this JsonObject item) => item.FieldText("metadata.resourceVersion") ?? "";

    /// <summary>A label or annotation, whose name has dots itself.</summary>
    public static string? Entry(this JsonObject item, string map, string name) => (item.Field("metadata." + map) as JsonObject)?[name]?.ToString();

    /// <summary>Status of a condition: True, False or Unknown; null where there is none.</summary>
    public static string? ConditionOf(this JsonObject item, string type) => item.FieldItems("status.conditions").FirstOrDefault(c => c.FieldText("type") == type)?.FieldText("status");

    public static bool IsPodReady(this JsonObject pod) => pod.ConditionOf("Ready") == "True";

    public static bool IsLeaving(this JsonObject item) => item.FieldText("metadata.deletionTimestamp") is not null;
}
