using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>RFC 6902: steps that add, remove, replace, copy, move and test.</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject current, JsonArray steps)
    {
        JsonNode result = current.Clone();
        foreach (var step in steps.OfType<JsonObject>())
        {
            var path = step.Text("path") ?? throw ApiException.BadRequest("a step has no path");
            switch (step.Text("op"))
            {
                case "test":
                    if (!JsonNode.DeepEquals(Read(result, path), step["value"]))
                    {
                        throw Failed($"testing value {path} failed");
                    }

                    break;
                case "add":
                    Write(result, path, step["value"]?.DeepClone(), inserts: true);
                    break;
                case "replace":
                    _ = Read(result, path) ?? throw Failed($"replace operation does not apply: doc is missing key: {path}: missing value");
                    Write(result, path, step["value"]?.DeepClone(), inserts: false);
                    break;
                case "remove":
                    Remove(result, path);
                    break;
                case "copy" or "move":
                    var from = step.Text("from")!;
                    var value = Read(result, from)?.DeepClone();
                    if (step.Text("op") == "move")
                    {
                        Remove(result, from);
                    }

                    Write(result, path, value, inserts: true);
                    break;
                default:
                    throw ApiException.BadRequest($"unknown operation '{step.Text("op")}'");
            }
        }

        return result.AsObject();
    }

    private static string[] Parts(string path) =>
        [.. path.Split('/').Skip(1).Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject item => item[part],
        JsonArray list => int.TryParse(part, out var at) && at >= 0 && at < list.Count ? list[at] : null,
        _ => null,
    };

    private static JsonNode? Read(JsonNode root, string path) => Parts(path).Aggregate((JsonNode?)root, Step);

    private static JsonNode Parent(JsonNode root, string[] parts) =>
        parts[..^1].Aggregate((JsonNode?)root, Step) ?? throw Failed($"the path '/{string.Join('/', parts)}' has no parent");

    private static void Write(JsonNode root, string path, JsonNode? value, bool inserts)
    {
        var parts = Parts(path);
        switch (Parent(root, parts))
        {
            case JsonObject item:
                item[parts[^1]] = value;
                break;
            case JsonArray list when parts[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when inserts:
                list.Insert(int.Parse(parts[^1], CultureInfo.InvariantCulture), value);
                break;
            case JsonArray list:
                list[int.Parse(parts[^1], CultureInfo.InvariantCulture)] = value;
                break;
            default:
                throw Failed($"'{path}' is no place");
        }
    }

    private static void Remove(JsonNode root, string path)
    {
        var parts = Parts(path);
        var isDone = Parent(root, parts) switch
        {
            JsonObject item => item.Remove(parts[^1]),
            JsonArray list when int.TryParse(parts[^1], out var at) && at < list.Count => Take(list, at),
            _ => false,
        };
        if (!isDone)
        {
            throw Failed($"remove operation does not apply: '{path}' is missing");
        }
    }

    private static bool Take(JsonArray list, int at)
    {
        list.RemoveAt(at);
        return true;
    }

    private static ApiException Failed(string message) => new(422, "Invalid", "the server rejected our request due to an error in our request: " + message);
}
