using System.Text.Json;

namespace SageServe.Kubernetes.Tests;

/// <summary>What the stand-in answers against the models of Kubernetes' official Node client, which are made from the published OpenAPI; and that client at work.</summary>
public sealed class PublishedModelTests : IAsyncLifetime
{
    private static readonly string Home = Path.Combine(Repository.Root, "artifacts", "clients", "node");

    private Cluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Home, "node_modules", "@kubernetes", "client-node")),
            "Kubernetes' Node client is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        _cluster = await Cluster.StartAsync(new ScriptedEngines(TimeProvider.System));
        _cluster.AddNode("n1", 3, ("cloud.example/pool", "gpu"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Objects_have_only_published_fields_of_the_right_types_with_all_that_are_required()
    {
        // Two run and one waits for a GPU; one of the other kind runs.
        await CreateAsync("apis/apps/v1/namespaces/default/deployments", Workload("vllm", 3));
        await CreateAsync("apis/apps/v1/namespaces/default/statefulsets", Workload("ordered", 1, """ "serviceName": "vllm", """));
        await CreateAsync("api/v1/namespaces/default/services", """{ "metadata": { "name": "vllm" }, "spec": { "selector": { "app": "vllm" }, "ports": [ { "name": "http", "port": 8000, "targetPort": "http" } ] } }""");
        using var client = new KubernetesClient(new KubernetesAccess { Server = new Uri(_cluster.Server.Url) }, TimeProvider.System);
        await client.CreateAsync(ResourceKinds.ConfigMaps, new ConfigMap { Metadata = new ObjectMeta { Name = "plan", Namespace = "default" }, Data = new Dictionary<string, string> { ["a"] = "b" } }, default);
        var election = new LeaderElection(new ClusterLeases(client), new LeaderElectionOptions("default", "sageserve-pacing", "me"), TimeProvider.System);
        Assert.True(await election.StepAsync(default));
        await Eventually.True(() => _cluster.IsSettled, "the cluster has settled");

        var (code, output, errors) = await CommandLineTool.Run("env", [$"NODE_PATH={Path.Combine(Home, "node_modules")}", "node", Path.Combine(Repository.Root, "tests", "Clients", "node", "cluster.cjs"), _cluster.Server.Url.TrimEnd('/'), "default"]);
        Assert.True(code == 0, errors);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Empty(report.GetProperty("problems").EnumerateArray().Select(p => p.GetString()));
        Assert.All(report.GetProperty("seen").EnumerateObject().Where(s => s.Name != "CoreV1Event"), s => Assert.True(s.Value.GetInt32() > 0, $"no {s.Name} was there to look at"));
    }

    private async Task CreateAsync(string collection, string body)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_cluster.Server.Url) };
        using var content = new StringContent(body, null, "application/json");
        using var response = await http.PostAsync(new Uri(collection, UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Workload(string name, int replicas, string more = "") => $$"""
        { "metadata": { "name": "{{name}}" }, "spec": { "replicas": {{replicas}}, {{more}} "selector": { "matchLabels": { "app": "{{name}}" } },
          "template": { "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "containers": [ { "name": "vllm", "image": "vllm:1",
            "ports": [ { "name": "http", "containerPort": 8000 } ], "resources": { "limits": { "nvidia.com/gpu": "1" } } } ] } } } }
        """;
}
