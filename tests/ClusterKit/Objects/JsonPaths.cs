using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Reads and writes values of objects by dotted paths.</summary>
public static class JsonPaths
{
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = node is JsonObject item ? item[part] : null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path) switch
    {
        null => null,
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        var other => other.ToJsonString(),
    };

    public static int? Number(this JsonNode? node, string path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (int)decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public static DateTimeOffset? Time(this JsonNode? node, string path) =>
        node.Text(path) is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The object at a path, made where it is missing.</summary>
    public static JsonObject Into(this JsonObject item, string path)
    {
        foreach (var part in path.Split('.'))
        {
            if (item[part] is not JsonObject inner)
            {
                item[part] = inner = [];
            }

            item = inner;
        }

        return item;
    }

    /// <summary>A time as objects carry it: whole seconds.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Clone(this JsonObject item) => item.DeepClone().AsObject();
}
