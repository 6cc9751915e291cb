using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

/// <summary>A test on a cluster of pretended engines, on a clock of its own.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    protected ManualTimeProvider Time { get; } = new();

    protected Cluster Cluster { get; private set; } = null!;

    protected ScriptedEngines Engines { get; private set; } = null!;

    protected ObjectStore Store => Cluster.Store;

    public async ValueTask InitializeAsync()
    {
        Engines = new ScriptedEngines(Time);
        Cluster = await Cluster.StartAsync(Engines, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task SettledAsync() => Eventually.True(() => Cluster.IsSettled, "the cluster has settled");

    protected async Task PassAsync(TimeSpan time)
    {
        await SettledAsync();
        Time.Advance(time);
        await SettledAsync();
    }

    protected JsonObject[] Pods() => Store.List(ResourceTypes.Pods, "default");

    protected string[] Names() => [.. Pods().Where(p => p["metadata"]!["deletionTimestamp"] is null).Select(p => p.Text("metadata.name")!)];

    protected JsonObject Get(ResourceType type, string name) => Store.Find(type, "default", name)!;

    protected void Change(ResourceType type, string name, Action<JsonObject> change) => Store.Update(new ObjectKey(type, "default", name), change);

    protected Task ScaleAsync(ResourceType type, string name, int replicas)
    {
        Change(type, name, o => o["spec"]!["replicas"] = replicas);
        return SettledAsync();
    }

    protected async Task CreateAsync(ResourceType type, string name, int replicas, int gpus = 1, string more = "")
    {
        var template = $$"""{ "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "terminationGracePeriodSeconds": 60, "containers": [ { "name": "vllm", "image": "vllm:1", "ports": [ { "name": "http", "containerPort": 8000 } ], "resources": { "limits": { "nvidia.com/gpu": "{{gpus}}" } } } ] } }""";
        var body = type == ResourceTypes.LeaderWorkerSets
            ? $$""" "leaderWorkerTemplate": { "size": 2, "workerTemplate": {{template}} } """
            : $$""" "selector": { "matchLabels": { "app": "{{name}}" } }, "template": {{template}} """;
        using var http = new HttpClient { BaseAddress = new Uri(Cluster.Server.Url) };
        using var content = new StringContent($$"""{ "metadata": { "name": "{{name}}" }, "spec": { "replicas": {{replicas}}, {{body}} {{more}} } }""", null, "application/json");
        using var response = await http.PostAsync(type.Collection("default"), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await SettledAsync();
    }
}
