using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Reads fields of Kubernetes objects by dotted paths.</summary>
internal static class JsonFields
{
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = node is JsonObject item ? item[part] : null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static long Number(this JsonNode? node, string path) => node.At(path) is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;

    public static JsonObject[] Items(this JsonNode? node, string path) => node.At(path) is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    public static string Name(this JsonObject item) => item.Text("metadata.name") ?? "";

    public static string Version(this JsonObject item) => item.Text("metadata.resourceVersion") ?? "";

    /// <summary>A label or annotation, whose name has dots itself.</summary>
    public static string? Entry(this JsonObject item, string map, string name) => (item.At("metadata." + map) as JsonObject)?[name]?.ToString();

    /// <summary>Status of a condition: True, False or Unknown; null where there is none.</summary>
    public static string? Condition(this JsonObject item, string type) => item.Items("status.conditions").FirstOrDefault(c => c.Text("type") == type)?.Text("status");

    public static bool IsReady(this JsonObject pod) => pod.Condition("Ready") == "True";

    public static bool IsLeaving(this JsonObject item) => item.Text("metadata.deletionTimestamp") is not null;
}
