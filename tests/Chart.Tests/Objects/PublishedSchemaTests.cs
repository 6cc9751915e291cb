using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>Every object against its published schema: Kubernetes' own in the models of its Node client, custom ones in small schemas here.</summary>
public sealed class PublishedSchemaTests(Renderings renderings)
{
    private static readonly string Node = Path.Combine(Repository.Root, "artifacts", "clients", "node", "node_modules");

    private static readonly string[] Kinds =
    [
        "ConfigMap", "Deployment", "HTTPRoute", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "PersistentVolumeClaim", "Pod", "PodDisruptionBudget", "PrometheusRule",
        "Role", "RoleBinding", "Secret", "Service", "ServiceAccount", "ServiceMonitor", "StatefulSet",
    ];

    [Fact]
    public async Task Every_rendered_object_has_only_published_fields_of_the_right_types()
    {
        var (problems, seen) = await CheckAsync(renderings.All.ToDictionary(r => r.Key, r => r.Value.Objects));
        Assert.Empty(problems);
        Assert.Equal(Kinds, seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_misspelt_field_a_wrong_type_and_a_missing_field_are_seen()
    {
        var deployment = renderings["defaults"].One("Deployment", "-gateway").DeepClone();
        deployment["spec"]!["template"]!["spec"]!["terminationGracePeriodSecond"] = 3;
        var budget = renderings["defaults"].One("PodDisruptionBudget", "-gateway").DeepClone();
        budget["spec"]!["selector"]!["matchLabels"] = "all";
        var binding = renderings["defaults"].One("RoleBinding", "-gateway").DeepClone();
        binding.AsObject().Remove("roleRef");
        var route = renderings["everything"].Of("HTTPRoute").Single().DeepClone();
        route["spec"]!["rules"]![0]!["timeouts"]!["reqest"] = "1s";
        var (problems, _) = await CheckAsync(new Dictionary<string, IReadOnlyList<JsonNode>> { ["broken"] = [deployment, budget, binding, route] });
        foreach (var expected in new[] { "terminationGracePeriodSecond is not in", "matchLabels", "roleRef is missing", "reqest" })
        {
            Assert.Contains(problems, p => p.Contains(expected, StringComparison.Ordinal));
        }
    }

    private static async Task<(IReadOnlyList<string> Problems, IReadOnlyList<string> Seen)> CheckAsync(IReadOnlyDictionary<string, IReadOnlyList<JsonNode>> objects)
    {
        Assert.SkipUnless(Directory.Exists(Node), "Kubernetes' Node client is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        using var folder = new TemporaryFolder();
        var file = folder.Write("objects.json", JsonSerializer.Serialize(objects));
        var schemas = Path.Combine(Repository.Root, "tests", "Chart.Tests", "Schemas");
        var (code, output, errors) = await CommandLineTool.Run("env", [$"NODE_PATH={Node}", "node", Path.Combine(Repository.Root, "tests", "Clients", "node", "chart.cjs"), file, schemas]);
        Assert.True(code == 0, errors);
        var report = JsonNode.Parse(output)!;
        return ([.. report["problems"]!.AsArray().Select(p => (string)p!)], [.. report["seen"]!.AsObject().Select(s => s.Key)]);
    }
}
