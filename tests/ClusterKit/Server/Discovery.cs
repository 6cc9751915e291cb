using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>What clients ask to learn which kinds there are.</summary>
internal sealed class Discovery(ApiServer server)
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <returns>Null where the path is no question of that sort.</returns>
    public string? Find(string path) => path switch
    {
        "readyz" or "livez" or "healthz" => "ok",
        "version" => Version().ToJsonString(),
        "api" => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() }.ToJsonString(),
        "apis" => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups()]) }.ToJsonString(),
        _ when server.Types.Where(t => t.Api == path).ToArray() is { Length: > 0 } types => Resources(types).ToJsonString(),
        _ => null,
    };

    private static JsonObject Version() => new()
    {
        ["major"] = "1", ["minor"] = "34", ["gitVersion"] = "v1.34.0", ["gitCommit"] = "", ["gitTreeState"] = "clean",
        ["buildDate"] = "2025-08-27T10:00:00Z", ["goVersion"] = "", ["compiler"] = "", ["platform"] = "linux/amd64",
    };

    private IEnumerable<JsonNode> Groups() => server.Types.Where(t => t.Group.Length > 0).GroupBy(t => t.Group).Select(g =>
    {
        var versions = g.Select(t => t.Version).Distinct().Select(v => (JsonNode)new JsonObject { ["groupVersion"] = $"{g.Key}/{v}", ["version"] = v }).ToArray();
        return (JsonNode)new JsonObject { ["name"] = g.Key, ["versions"] = new JsonArray(versions), ["preferredVersion"] = versions[0].DeepClone() };
    });

    private static JsonObject Resources(ResourceType[] types) => new()
    {
        ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = types[0].ApiVersion,
        ["resources"] = new JsonArray([.. types.SelectMany(Entries)]),
    };

    private static IEnumerable<JsonNode> Entries(ResourceType type)
    {
        yield return Entry(type, type.Plural, type.Kind, Verbs);
        if (type.HasStatus)
        {
            yield return Entry(type, type.Plural + "/status", type.Kind, ["get", "patch", "update"]);
        }

        if (type.HasScale)
        {
            var scale = Entry(type, type.Plural + "/scale", "Scale", ["get", "patch", "update"]);
            (scale["group"], scale["version"]) = ("autoscaling", "v1");
            yield return scale;
        }
    }

    private static JsonObject Entry(ResourceType type, string name, string kind, string[] verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = name.Contains('/', StringComparison.Ordinal) ? "" : type.Kind.ToLowerInvariant(),
        ["namespaced"] = type.IsNamespaced,
        ["kind"] = kind,
        ["verbs"] = new JsonArray([.. verbs.Select(v => (JsonNode)v)]),
        ["shortNames"] = new JsonArray([.. type.ShortNames.Select(s => (JsonNode)s)]),
    };
}
