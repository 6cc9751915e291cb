using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using YamlDotNet.RepresentationModel;

namespace SageServe.Scaler.Tests;

/// <summary>The role in <c>docs/examples/kubernetes/rbac-scaler.yaml</c> is enough for everything that the actuator does.</summary>
public sealed class RoleTests
{
    [Theory]
    [InlineData(WorkloadOptions.Deployment)]
    [InlineData(WorkloadOptions.StatefulSet)]
    [InlineData(WorkloadOptions.LeaderWorkerSet)]
    public async Task The_actuator_needs_no_more_than_its_role(string kind)
    {
        var allowed = Allowed();
        var asked = new ConcurrentDictionary<string, byte>();
        var refused = new ConcurrentQueue<string>();
        await using var rig = await ClusterRig.StartAsync(kind, 3, r =>
        {
            r.Server.Fault = request =>
            {
                var right = Right(request);
                asked[right] = 0;
                if (allowed.Contains(right))
                {
                    return null;
                }

                refused.Enqueue(right);
                return 403;
            };
            return r;
        });
        Assert.True((await rig.Start(1)).Applied);
        Assert.True((await rig.Stop(1)).Applied);
        await rig.Until(() => rig.Cluster.Taken.Count == 1 && rig.Cluster.Reasons.Contains("ScaledIn"), "it is taken away and told");
        Assert.Empty(refused);
        Assert.Contains("patch /pods", asked.Keys);
        Assert.Contains("create /events", asked.Keys);
        Assert.Contains($"patch {rig.Cluster.Target.ApiVersion.Split('/')[0]}/{rig.Cluster.Target.Plural}/scale", asked.Keys);
    }

    private static string Right(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        var group = parts[0] == "api" ? "" : parts[1];
        var path = parts[(Array.IndexOf(parts, "namespaces") + 2)..];
        var verb = request.Method switch
        {
            "GET" when request.Query.ContainsKey("watch") => "watch",
            "GET" when path.Length == 1 => "list",
            "GET" => "get",
            "POST" => "create",
            "PUT" => "update",
            _ => request.Method.ToLowerInvariant(),
        };
        return $"{verb} {group}/{path[0]}{(path.Length > 2 ? "/" + path[2] : "")}";
    }

    private static HashSet<string> Allowed()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "kubernetes", "rbac-scaler.yaml"))));
        var role = stream.Documents.Select(d => (YamlMappingNode)d.RootNode).Single(d => d["kind"].ToString() == "Role");
        return
        [
            .. ((YamlSequenceNode)role["rules"]).Cast<YamlMappingNode>().SelectMany(
                r => Values(r, "apiGroups").SelectMany(g => Values(r, "resources").SelectMany(x => Values(r, "verbs").Select(v => $"{v} {g}/{x}")))),
        ];
    }

    private static IEnumerable<string> Values(YamlMappingNode node, string name) => ((YamlSequenceNode)node[name]).Select(v => ((YamlScalarNode)v).Value!);
}
