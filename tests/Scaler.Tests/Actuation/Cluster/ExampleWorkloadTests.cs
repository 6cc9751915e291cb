using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SageServe.ClusterKit;
using SageServe.Kubernetes;

namespace SageServe.Scaler.Tests;

/// <summary>The example engines on a cluster with controllers, a scheduler and nodes: started, drained, taken away.</summary>
public sealed class ExampleWorkloadTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly KeptLog<KubernetesFleetActuator> _log = new();
    private ClusterKit.Cluster _cluster = null!;
    private WebApplication _neighbours = null!;
    private KubernetesFleetActuator _actuator = null!;

    private int Port => new Uri(_neighbours.Urls.First()).Port;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterKit.Cluster.StartAsync(addressBase: "127.47");
        _cluster.Server.AddNamespace("ns");
        for (var i = 0; i < 8; i++)
        {
            _cluster.AddNode($"node-{i}", gpus: 2);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://0.0.0.0:0");
        _neighbours = builder.Build();
        _neighbours.MapGet("/metrics", () => "vllm:num_requests_running 0\nvllm:num_requests_waiting 0\n");
        _neighbours.MapGet("/admin/held", (HttpRequest request) => JsonSerializer.Serialize(
            new HeldDocument(new RegionId("eastus"), "g", [.. request.Query["id"].Select(id => new HeldReplica(new InstanceId(id!), false, 0))]), SharedJson.Default.HeldDocument));
        await _neighbours.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _actuator?.Dispose();
        await _neighbours.DisposeAsync();
        await _cluster.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData("engine-deployment.yaml", "deployment", "apis/apps/v1", "deployments", 2)]
    [InlineData("engine-statefulset.yaml", "statefulset", "apis/apps/v1", "statefulsets", 2)]
    [InlineData("engine-leaderworkerset.yaml", "leaderworkerset", "apis/leaderworkerset.x-k8s.io/v1", "leaderworkersets", 1)]
    public async Task An_example_is_started_and_the_drained_replica_is_the_one_that_goes(string file, string kind, string api, string plural, int replicas)
    {
        await CreateAsync(file, $"{api}/namespaces/ns/{plural}");
        Start(kind);
        await Until(async () => await CountAsync() is { } c && c.Ready == replicas, "it runs");
        Assert.Equal(2, (await ApplyAsync(ScaleActionKind.Start, 2)).Moved);
        await Until(async () => (await CountAsync())!.Ready == replicas + 2, "two more run");
        var receipt = await ApplyAsync(ScaleActionKind.Stop, 1);
        Assert.Equal(1, receipt.Moved);
        var victim = receipt.Text.Split(' ')[1];
        await Until(async () => (await CountAsync())!.Ready == replicas + 1 && _actuator.Standing[0].Leaving.IsEmpty && _actuator.Standing[0].Wanted == replicas + 1, "one has gone");
        var pod = _cluster.Server.Store.Find(new ObjectKey(ResourceTypes.Pods, "ns", victim));
        Assert.True(pod is null || pod["metadata"]!["deletionTimestamp"] is not null, $"{victim} goes");
        Assert.DoesNotContain(_log.Lines, l => l.Contains("AnotherPodWent", StringComparison.Ordinal));
    }

    private async Task CreateAsync(string file, string path)
    {
        var workload = ExampleFile.Read(file);
        workload["metadata"]!["namespace"] = "ns";
        var text = workload.ToJsonString().Replace("\"containerPort\":8000", $"\"containerPort\":{Port}", StringComparison.Ordinal);
        using var content = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(new Uri(_cluster.Server.Url), path), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private void Start(string kind)
    {
        var options = new ScalerOptions
        {
            DryRun = false,
            Actuator = new ActuatorOptions
            {
                Kind = ActuatorOptions.Cluster,
                Kubernetes = new KubernetesOptions { Region = "eastus", Namespace = "ns", Workloads = [new WorkloadOptions { Model = "llama", Accelerator = "a100", Kind = kind, Name = "llama-a100" }] },
            },
            Source = new SourceOptions { Gateways = [new GatewayTarget { Region = "eastus", AdminUrl = $"http://127.0.0.1:{Port}" }] },
        };
        var access = new KubernetesAccess { Server = new Uri(_cluster.Server.Url) };
        _actuator = new KubernetesFleetActuator(
            access, new LiveConfiguration(options, Catalogs.OnePool(Views.Pool)), _http, new ScalerMetrics(), () => "1.1", new SteadyClock(TimeProvider.System), _log);
        _ = _actuator.RunAsync(_stop.Token);
    }

    private async Task<PoolCount?> CountAsync() => (await _actuator.ObserveAsync(default))?.Single();

    private async Task<ActionReceipt> ApplyAsync(ScaleActionKind kind, int count) => Assert.Single(await _actuator.ApplyAsync([new ScaleAction(kind, Views.Pool, count, "test", "")], default));

    private Task Until(Func<Task<bool>> condition, string what) => Eventually.True(
        async () =>
        {
            await _actuator.ReconcileAsync(mayMove: true, default);
            return await condition();
        },
        what + ": " + string.Join(" | ", _log.Lines.TakeLast(5)));
}
