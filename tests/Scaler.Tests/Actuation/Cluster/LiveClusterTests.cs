using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SageServe.ClusterKit;

namespace SageServe.Scaler.Tests;

/// <summary>A cluster whose pods are emulated engines, a gateway and a scaler as processes, and clients with streams all the while.</summary>
public sealed class LiveClusterTests : IAsyncLifetime
{
    private const double Speed = 60;

    private static readonly PoolId Pool = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));

    private readonly TemporaryFolder _folder = new();
    private EmulatorProcess _emulator = null!;
    private EmulatedEngines _engines = null!;
    private SageServe.ClusterKit.Cluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorProcess.Start(_folder, Pool, replicas: 0, Speed);
        _engines = new EmulatedEngines(_emulator.Url, Pool.Region);
        _cluster = await SageServe.ClusterKit.Cluster.StartAsync(_engines, TimeProvider.System, "127.47");
        _cluster.AddNode("n1", 8);
        _folder.Write("kubeconfig", $$"""
            current-context: here
            contexts: [ { name: here, context: { cluster: c, user: u, namespace: default } } ]
            clusters: [ { name: c, cluster: { server: "{{_cluster.Server.Url}}" } } ]
            users: [ { name: u, user: { token: secret } } ]
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _engines.DisposeAsync();
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Replicas_are_taken_away_under_load_and_no_stream_is_cut()
    {
        await CreateAsync("apis/apps/v1/namespaces/default/deployments", ExampleFile.Read("engine-deployment.yaml"));
        await CreateAsync("api/v1/namespaces/default/services", JsonNode.Parse(
            """{ "metadata": { "name": "llama", "labels": { "sageserve.io/fleet": "true" } }, "spec": { "selector": { "app": "llama-a100" }, "ports": [ { "name": "http", "port": 8000, "targetPort": "http" } ] } }""")!.AsObject());
        await ScaleAsync(4);
        await Eventually.True(() => _cluster.Store.Find(ResourceTypes.Deployments, "default", "llama-a100")!.Number("status.readyReplicas") == 4, "four engines are ready", TimeSpan.FromSeconds(60));

        var envelope = new JsonObject { ["RealEpoch"] = Instant.From(TimeProvider.System.GetUtcNow()).ToString(), ["EnvelopeEpoch"] = "2026-03-02T00:00:00Z", ["Speed"] = Speed };
        await using var gateway = await GatewayProcess.Start(_folder, envelope, runningLines: 1, g =>
        {
            g.Remove("FleetFile");
            g["Fleet"] = new JsonObject { ["Source"] = "kubernetes", ["Kubernetes"] = new JsonObject { ["KubeConfig"] = _folder["kubeconfig"], ["PortName"] = "http" } };
        });
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 6).Select(i => StreamAsync(gateway, i, enough.Token)).ToArray();
        await using var scaler = ScalerProcess.Start(_folder, Config(gateway, envelope));
        await scaler.Ready();

        await Eventually.True(() => Wanted() == 1, "three replicas were taken away", TimeSpan.FromSeconds(180));
        await enough.CancelAsync();
        var streams = await Task.WhenAll(clients);
        Assert.Empty(streams.SelectMany(s => s.Problems));
        Assert.True(streams.Sum(s => s.Whole) >= 10, $"{streams.Sum(s => s.Whole)} streams went through");
        var told = _cluster.Store.List(ResourceTypes.Events).Select(e => e.Text("reason")).ToHashSet();
        Assert.DoesNotContain("AnotherPodWent", told);
        Assert.DoesNotContain("DrainLimitReached", told);
        Assert.Superset(new HashSet<string?> { "DrainBegun", "ScaledIn" }, told);
    }

    private JsonObject Config(GatewayProcess gateway, JsonObject envelope) => new()
    {
        ["Scaler"] = new JsonObject
        {
            ["CatalogFile"] = _folder["catalog.json"],
            ["DryRun"] = false,
            ["PlanFile"] = _folder["plan.json"],
            ["Planning"] = new JsonObject { ["Strategy"] = "reactive", ["StaleAfter"] = "00:30:00" },
            ["Source"] = new JsonObject { ["ScrapeInterval"] = "00:00:00.200", ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["AdminUrl"] = gateway.AdminUrl }) },
            ["Actuator"] = new JsonObject
            {
                ["Kind"] = "kubernetes",
                ["Kubernetes"] = new JsonObject
                {
                    ["Region"] = "eastus",
                    ["KubeConfig"] = _folder["kubeconfig"],
                    ["PortName"] = "http",
                    ["Workloads"] = new JsonArray(new JsonObject { ["Model"] = "llama", ["Accelerator"] = "a100", ["Kind"] = "deployment", ["Name"] = "llama-a100" }),
                },
            },
        },
        ["Envelope"] = envelope.DeepClone(),
    };

    /// <summary>One stream after the other until it is enough; each must come whole.</summary>
    private static async Task<(int Whole, List<string> Problems)> StreamAsync(GatewayProcess gateway, int client, CancellationToken enough)
    {
        var (whole, problems) = (0, new List<string>());
        while (!enough.IsCancellationRequested)
        {
            using var content = new StringContent(
                $$"""{"model":"llama","stream":true,"max_tokens":{{100 + 40 * client}},"ignore_eos":true,"messages":[{"role":"user","content":"tell me {{whole}}"}]}""", Encoding.UTF8, "application/json");
            try
            {
                using var answer = await gateway.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.OK && text.TrimEnd().EndsWith("data: [DONE]", StringComparison.Ordinal) && !text.Contains("\"error\"", StringComparison.Ordinal))
                {
                    whole++;
                }
                else
                {
                    problems.Add($"{answer.StatusCode}: {text[^Math.Min(300, text.Length)..]}");
                }
            }
            catch (HttpRequestException e)
            {
                problems.Add(e.Message);
            }
        }

        return (whole, problems);
    }

    private long? Wanted() => _cluster.Store.Find(ResourceTypes.Deployments, "default", "llama-a100")!.Number("spec.replicas");

    private async Task ScaleAsync(int replicas)
    {
        _cluster.Store.Update(new ObjectKey(ResourceTypes.Deployments, "default", "llama-a100"), o => o["spec"]!["replicas"] = replicas);
        await Eventually.True(() => _cluster.IsSettled, "the cluster has settled");
    }

    private async Task CreateAsync(string collection, JsonObject item)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_cluster.Server.Url) };
        using var content = new StringContent(item.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(collection, UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
