using System.Net;
using System.Text.Json.Nodes;
using SageServe.Kubernetes;

namespace SageServe.Cli;

/// <summary>What the checks have to be allowed to do; docs/examples/kubernetes/rbac-check.yaml grants it.</summary>
internal static class ClusterRights
{
    private const string Reviews = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private static readonly (string Group, string Resource, string Verbs)[] Inside =
    [
        ("", "pods", "get,list,update,delete"),
        ("", "pods/status", "patch"),
        ("", "configmaps", "get,list,watch,create,update,patch,delete"),
        ("", "events", "get,create,update,delete"),
        ("", "services", "create,delete"),
        ("apps", "deployments", "get,create,update,delete"),
        ("apps", "deployments/scale", "get,patch"),
        ("apps", "statefulsets", "get,create,update,delete"),
        ("coordination.k8s.io", "leases", "get,create,update,delete"),
        ("discovery.k8s.io", "endpointslices", "list"),
    ];

    private static readonly (string Group, string Resource, string Verbs) Groups = ("leaderworkerset.x-k8s.io", "leaderworkersets", "get,create,update,delete");

    /// <summary>Rights that are missing, as <c>verb resource</c>. A server that does not tell is believed to allow everything until it refuses.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(JsonApi api, string @namespace, bool makesNamespace, CancellationToken cancel)
    {
        var hasGroups = (await api.SendAsync(HttpMethod.Get, "apis/leaderworkerset.x-k8s.io/v1", null, cancel)).IsSuccess;
        var wanted = Inside.Concat(hasGroups ? [Groups] : []).SelectMany(r => r.Verbs.Split(',').Select(v => (r.Group, r.Resource, Verb: v, Space: (string?)@namespace)));
        if (makesNamespace)
        {
            wanted = wanted.Concat([("", "namespaces", "create", null), ("", "namespaces", "delete", null)]);
        }

        var missing = new List<string>();
        foreach (var (group, resource, verb, space) in wanted)
        {
            var answer = await api.SendAsync(HttpMethod.Post, Reviews, Review(group, resource, verb, space), cancel);
            if (!answer.IsSuccess)
            {
                return [];
            }

            if (answer.Body.Field("status.allowed")?.GetValue<bool>() != true)
            {
                missing.Add($"{verb} {resource}{(group.Length > 0 ? "." + group : "")}{(space is null ? " (cluster-wide)" : "")}");
            }
        }

        return missing;
    }

    /// <summary>A 403 may also be of a quota or a policy.</summary>
    public static bool IsAboutRights(JsonAnswer answer) =>
        answer.Status == HttpStatusCode.Forbidden && answer.Body.FieldText("message")?.Contains(" cannot ", StringComparison.Ordinal) == true;

    public static string Advice(IEnumerable<string> missing) =>
        $"not allowed on this cluster: {string.Join("; ", missing)}. Grant it (docs/examples/kubernetes/rbac-check.yaml has all of it), or use another --context.";

    private static JsonObject Review(string group, string resource, string verb, string? space)
    {
        var parts = resource.Split('/');
        var attributes = new JsonObject { ["verb"] = verb, ["group"] = group, ["resource"] = parts[0] };
        if (parts.Length > 1)
        {
            attributes["subresource"] = parts[1];
        }

        if (space is not null)
        {
            attributes["namespace"] = space;
        }

        return new JsonObject { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SelfSubjectAccessReview", ["spec"] = new JsonObject { ["resourceAttributes"] = attributes } };
    }
}
