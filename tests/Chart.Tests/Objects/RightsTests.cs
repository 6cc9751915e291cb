using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>What the service accounts may do, word for word, and which container has a token at all.</summary>
public sealed class RightsTests(Renderings renderings)
{
    private static readonly string[] Scaler =
    [
        "apps/deployments,statefulsets: get list watch",
        "apps/deployments/scale,statefulsets/scale: get patch",
        "coordination.k8s.io/leases [pacing planning]: get update",
        "coordination.k8s.io/leases: create",
        "core/configmaps [plan]: get update",
        "core/configmaps: create",
        "core/events: create update",
        "core/pods: get list patch watch",
        "leaderworkerset.x-k8s.io/leaderworkersets/scale: get patch",
        "leaderworkerset.x-k8s.io/leaderworkersets: get list watch",
    ];

    private static readonly string[] Gateway = ["core/configmaps [plan]: get", "core/pods: get list watch", "discovery.k8s.io/endpointslices: get list watch"];

    [Fact]
    public void As_a_deployment_the_scaler_has_its_rights_and_the_gateway_only_reads()
    {
        Assert.Equal(Scaler, Rules(renderings["deployment"], "-scaler"));
        Assert.Equal(Gateway, Rules(renderings["deployment"], "-gateway"));
        Assert.Equal(["gateway api-access", "scaler api-access"], Tokens(renderings["deployment"]));
    }

    [Fact]
    public void As_a_sidecar_the_scaler_alone_has_an_account_and_a_token()
    {
        var sidecar = renderings["sidecar"];
        Assert.Equal(Scaler, Rules(sidecar, "-scaler"));
        Assert.Equal(["llm-sageserve-scaler"], sidecar.Of("Role").Select(Manifest.Name));
        Assert.Equal(["llm-sageserve-scaler"], sidecar.Of("ServiceAccount").Select(Manifest.Name));
        Assert.Equal(["scaler api-access"], Tokens(sidecar));
    }

    [Fact]
    public void No_pod_gets_a_token_by_itself_and_nothing_reaches_beyond_the_namespace()
    {
        foreach (var manifest in renderings.All.Values)
        {
            Assert.All(manifest.Pods, p => Assert.False((bool)p.Spec["automountServiceAccountToken"]!, p.Name));
            Assert.All(manifest.Of("ServiceAccount"), a => Assert.False((bool)a["automountServiceAccountToken"]!));
            Assert.DoesNotContain(manifest.Objects, o => Manifest.Kind(o).StartsWith("Cluster", StringComparison.Ordinal));
            Assert.All(manifest.Of("RoleBinding"), b => Assert.Contains(manifest.Of("ServiceAccount"), a => Manifest.Name(a) == (string)b["subjects"]![0]!["name"]!));
        }
    }

    [Fact]
    public void The_documented_rights_are_the_same()
    {
        foreach (var (file, expected) in new[] { ("rbac-scaler.yaml", Scaler), ("rbac-gateway.yaml", Gateway) })
        {
            var documented = new Manifest(File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "kubernetes", file)));
            Assert.Equal(expected, Rules(documented, ""));
        }
    }

    private static IEnumerable<string> Rules(Manifest manifest, string suffix) => manifest.One("Role", suffix)["rules"]!.AsArray().Select(Rule!).Order(StringComparer.Ordinal);

    // The chart's names begin with the release, the documented ones with the product.
    private static string Rule(JsonNode rule)
    {
        var group = (string)rule["apiGroups"]!.AsArray().Single()!;
        var names = rule["resourceNames"]?.AsArray().Select(n => ((string)n!).Split('-')[^1]).ToList();
        var resources = string.Join(',', rule["resources"]!.AsArray().Select(r => $"{r}"));
        return $"{(group.Length == 0 ? "core" : group)}/{resources}{(names is null ? "" : $" [{string.Join(' ', names)}]")}: {string.Join(' ', rule["verbs"]!.AsArray().Select(v => (string)v!).Order(StringComparer.Ordinal))}";
    }

    private static IEnumerable<string> Tokens(Manifest manifest) =>
        from pod in manifest.Pods
        from container in Manifest.Containers(pod.Spec)
        from mount in container["volumeMounts"]?.AsArray() ?? []
        where ((string)mount["mountPath"]!).StartsWith("/var/run/secrets/kubernetes.io", StringComparison.Ordinal)
        orderby (string)container["name"]!
        select $"{container["name"]} {mount["name"]}";
}
