using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SageServe.ClusterKit;
using SageServe.Kubernetes;

namespace SageServe.Scaler.Tests;

/// <summary>
/// The example engines on a cluster with controllers, a scheduler and nodes: started, drained, taken away, by an actuator that may do what the role in
/// <c>rbac-scaler.yaml</c> lets it, and no more.
/// </summary>
public sealed class ExampleWorkloadTests : IAsyncLifetime
{
    private const string Operator = "operators-token";
    private const string Scaler = "scalers-token";

    private readonly HttpClient _http = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<AuditLine> _written = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly KeptLog<KubernetesFleetActuator> _log = new();
    private readonly ScriptedEngines _engines = new(TimeProvider.System);
    private ClusterKit.Cluster _cluster = null!;
    private WebApplication _neighbours = null!;
    private KubernetesFleetActuator _actuator = null!;

    private int Port => new Uri(_neighbours.Urls.First()).Port;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterKit.Cluster.StartAsync(_engines, addressBase: "127.47");
        _cluster.Server.AddNamespace("ns");
        _cluster.Server.Access.Grant(Operator, "operator");
        _cluster.Server.Access.Grant(Scaler, "sageserve-scaler", PolicyRule.Of(ExampleFile.Read("rbac-scaler.yaml", "Role")), "ns");
        _cluster.Server.Written += _written.Enqueue;
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

        // All that it does was asked of the server, by its role alone.
        await Until(() => Task.FromResult(_cluster.Store.List(ResourceTypes.Events).Any(e => e.Text("reason") == "ScaledIn")), "it is told");
        Assert.Superset(
            new HashSet<string> { "patch pods", $"patch {plural}/scale", "create events" },
            _written.Where(w => w.User == "sageserve-scaler").Select(w => $"{w.Verb} {w.Resource}").ToHashSet());
        Assert.DoesNotContain(_log.Lines, l => l.Contains("forbidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_takes_GPUs_back_that_were_lent_to_other_work()
    {
        for (var i = 1; i < 8; i++)
        {
            _cluster.Store.Delete(new ObjectKey(ResourceTypes.Nodes, "", $"node-{i}"));
        }

        // The other work ends when its grace is over, or when the test says so.
        _engines.EndTime = pod => TimeSpan.FromHours(pod.Name().StartsWith("lent", StringComparison.Ordinal) ? 1 : 0);
        _cluster.AddNode("lent", gpus: 2);
        _cluster.Server.Put("apis/scheduling.k8s.io/v1/priorityclasses", PriorityClass(0));
        _cluster.Server.Put("apis/scheduling.k8s.io/v1/priorityclasses", PriorityClass(1));
        await CreateAsync("engine-deployment.yaml", "apis/apps/v1/namespaces/ns/deployments", d => d["spec"]!["template"]!["spec"]!["priorityClassName"] = "sageserve-engine");
        await CreateAsync("lent-work.yaml", "apis/apps/v1/namespaces/ns/deployments", _ => { }, "Deployment");
        Start("deployment", o => o with { LentSelector = "sageserve.io/lent=true", UnschedulableAfter = TimeSpan.FromTicks(1) });
        await Until(async () => (await CountAsync())?.Ready == 2 && _actuator.LentGpus == 2, "engines have two GPUs and other work two");
        Assert.Equal(1, (await ApplyAsync(ScaleActionKind.Start, 1)).Moved);
        await Until(async () => _cluster.Store.List(ResourceTypes.Pods).Any(p => p.Text("status.nominatedNodeName") is not null) && await CountAsync() is { Starting: 1, NotComing: 0 }, "one is promised a machine, and counts as coming");
        Assert.Equal(2, _actuator.LentGpus);
        var going = _cluster.Store.List(ResourceTypes.Pods).Single(p => p.IsTerminating());
        Assert.StartsWith("lent-work", going.Name(), StringComparison.Ordinal);
        _cluster.Store.Delete(ObjectKey.Of(ResourceTypes.Pods, going));
        await Until(async () => (await CountAsync())?.Ready == 3 && _actuator.LentGpus == 1, "it has come");

        // The other pod goes too; for one more there is nobody left who is less important.
        Assert.Equal(2, (await ApplyAsync(ScaleActionKind.Start, 2)).Moved);
        await Until(async () => await CountAsync() is { Ready: 3, Starting: 1, NotComing: 1 }, "one is promised a machine, and one is not coming");
    }

    private static JsonObject PriorityClass(int number) => ExampleFile.ReadAll("lent-work.yaml").Where(d => d["kind"]!.ToString() == "PriorityClass").ElementAt(number);

    private async Task CreateAsync(string file, string path, Action<JsonObject>? change = null, string? kind = null)
    {
        var workload = ExampleFile.Read(file, kind);
        workload["metadata"]!["namespace"] = "ns";
        change?.Invoke(workload);
        var text = workload.ToJsonString().Replace("\"containerPort\":8000", $"\"containerPort\":{Port}", StringComparison.Ordinal);
        using var content = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(_cluster.Server.Url), path)) { Content = content };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Operator);
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private void Start(string kind, Func<KubernetesOptions, KubernetesOptions>? change = null)
    {
        var cluster = new KubernetesOptions { Region = "eastus", Namespace = "ns", Workloads = [new WorkloadOptions { Model = "llama", Accelerator = "a100", Kind = kind, Name = "llama-a100" }] };
        var options = new ScalerOptions
        {
            DryRun = false,
            Actuator = new ActuatorOptions
            {
                Kind = ActuatorOptions.Cluster,
                Kubernetes = change?.Invoke(cluster) ?? cluster,
            },
            Source = new SourceOptions { Gateways = [new GatewayTarget { Region = "eastus", AdminUrl = $"http://127.0.0.1:{Port}" }] },
        };
        var access = new KubernetesAccess { Server = new Uri(_cluster.Server.Url), Token = () => Scaler };
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
        what + ": " + string.Join(" | ", _log.Lines.TakeLast(5)),
        // A pod that is told to end may take its grace of 30 s.
        TimeSpan.FromSeconds(90));
}
