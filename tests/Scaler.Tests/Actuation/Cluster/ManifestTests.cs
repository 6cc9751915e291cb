using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace SageServe.Scaler.Tests;

/// <summary>The examples in <c>docs/examples/kubernetes</c>: of the right form, and with all the patience that streams need.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("engine-deployment.yaml", "apps/v1", "Deployment", "spec/template")]
    [InlineData("engine-statefulset.yaml", "apps/v1", "StatefulSet", "spec/template")]
    [InlineData("engine-leaderworkerset.yaml", "leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", "spec/leaderWorkerTemplate/leaderTemplate")]
    public void An_engine_outlives_its_requests(string file, string apiVersion, string kind, string template)
    {
        var workload = Assert.Single(Documents(file));
        Assert.Equal((apiVersion, kind), (Text(workload, "apiVersion"), Text(workload, "kind")));
        Assert.True(int.Parse(Text(workload, "spec/replicas")) > 0);
        var container = (YamlMappingNode)((YamlSequenceNode)At(workload, template + "/spec/containers"))[0];
        var patience = ((YamlSequenceNode)At(container, "args")).Select(a => ((YamlScalarNode)a).Value!).Single(a => a.StartsWith("--shutdown-timeout=", StringComparison.Ordinal));
        var wait = (YamlSequenceNode)At(container, "lifecycle/preStop/exec/command");
        Assert.Equal("sleep", ((YamlScalarNode)wait[0]).Value);
        var least = int.Parse(patience.Split('=')[1]) + int.Parse(((YamlScalarNode)wait[1]).Value!);
        Assert.True(int.Parse(Text(workload, template + "/spec/terminationGracePeriodSeconds")) > least, "the grace is longer than the wait and the engine's patience together");
        Assert.Equal("llama", Text(workload, template + "/metadata/annotations/" + Escaped(ClusterNames.Model)));
        Assert.Equal("a100", Text(workload, template + "/metadata/labels/" + Escaped(ClusterNames.Accelerator)));
        Assert.Equal("http", Text((YamlMappingNode)((YamlSequenceNode)At(container, "ports"))[0], "name"));
        Assert.Equal("/health", Text(container, "readinessProbe/httpGet/path"));
    }

    [Theory]
    [InlineData("engine-deployment.yaml")]
    [InlineData("engine-statefulset.yaml")]
    public void Its_selector_selects_its_pods(string file)
    {
        var workload = Assert.Single(Documents(file));
        foreach (var (name, value) in (YamlMappingNode)At(workload, "spec/selector/matchLabels"))
        {
            Assert.Equal(value, ((YamlMappingNode)At(workload, "spec/template/metadata/labels"))[name]);
        }
    }

    [Fact]
    public void The_scaler_may_do_exactly_what_it_does() => Assert.Equal(
        [
            "/configmaps [sageserve-plan]: get update",
            "/configmaps: create",
            "/events: create update",
            "/pods: get list patch watch",
            "apps/deployments/scale: get patch",
            "apps/deployments: get list watch",
            "apps/statefulsets/scale: get patch",
            "apps/statefulsets: get list watch",
            "coordination.k8s.io/leases [sageserve-pacing sageserve-planning]: get update",
            "coordination.k8s.io/leases: create",
            "leaderworkerset.x-k8s.io/leaderworkersets/scale: get patch",
            "leaderworkerset.x-k8s.io/leaderworkersets: get list watch",
        ],
        Rules("rbac-scaler.yaml"));

    [Fact]
    public void A_gateway_only_reads() => Assert.Equal(
        ["/configmaps [sageserve-plan]: get", "/pods: get list watch", "discovery.k8s.io/endpointslices: get list watch"], Rules("rbac-gateway.yaml"));

    [Theory]
    [InlineData("rbac-scaler.yaml", "sageserve-scaler")]
    [InlineData("rbac-gateway.yaml", "sageserve-gateway")]
    public void A_role_is_bound_to_the_account_of_its_name(string file, string name)
    {
        var binding = Documents(file).Single(d => Text(d, "kind") == "RoleBinding");
        Assert.Equal((name, "Role"), (Text(binding, "roleRef/name"), Text(binding, "roleRef/kind")));
        Assert.Equal(name, Text((YamlMappingNode)((YamlSequenceNode)At(binding, "subjects"))[0], "name"));
        Assert.Equal(name, Text(Documents(file).Single(d => Text(d, "kind") == "ServiceAccount"), "metadata/name"));
    }

    [Fact]
    public void The_configuration_is_right()
    {
        var options = new ConfigurationBuilder().AddJsonFile(Path("scaler.json")).Build().GetSection(ScalerOptions.Section).Get<ScalerOptions>()!;
        Assert.Empty(options.Actuator.Problems());
        Assert.Empty(options.Actuator.Kubernetes!.Problems());
        Assert.Empty(options.Source.Problems());
        Assert.Empty(ClusterPools.Problems(options.Actuator.Kubernetes, options, Catalogs.OnePool(Views.Pool)));
    }

    private static IEnumerable<string> Rules(string file) => ((YamlSequenceNode)At(Documents(file).Single(d => Text(d, "kind") == "Role"), "rules"))
        .Cast<YamlMappingNode>()
        .SelectMany(r => Values(r, "apiGroups").SelectMany(g => Values(r, "resources").Select(x => $"{g}/{x}{Named(r)}: {string.Join(' ', Values(r, "verbs").Order(StringComparer.Ordinal))}")))
        .Order(StringComparer.Ordinal);

    private static string Named(YamlMappingNode rule) => rule.Children.ContainsKey("resourceNames") ? $" [{string.Join(' ', Values(rule, "resourceNames"))}]" : "";

    private static IEnumerable<string> Values(YamlMappingNode node, string name) => ((YamlSequenceNode)node[name]).Select(v => ((YamlScalarNode)v).Value!);

    private static YamlMappingNode[] Documents(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path(file))));
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    private static string Path(string file) => System.IO.Path.Combine(Repository.Root, "docs", "examples", "kubernetes", file);

    private static string Escaped(string name) => name.Replace('/', '~');

    private static YamlNode At(YamlNode node, string path) => path.Split('/').Aggregate(node, (n, name) => ((YamlMappingNode)n)[name.Replace('~', '/')]);

    private static string Text(YamlNode node, string path) => ((YamlScalarNode)At(node, path)).Value!;
}
