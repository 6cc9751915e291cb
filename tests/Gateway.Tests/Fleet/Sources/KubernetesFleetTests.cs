using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SageServe.ClusterKit;
using SageServe.Kubernetes;

namespace SageServe.Gateway.Tests;

/// <summary>The gateway follows a cluster: an API server and engines on real sockets.</summary>
public sealed class KubernetesFleetTests : IAsyncLifetime
{
    private const string Pods = "api/v1/namespaces/ns/pods";
    private const string Slices = "apis/discovery.k8s.io/v1/namespaces/ns/endpointslices";

    private readonly TemporaryFolder _folder = new();
    private ApiServer _server = null!;
    private FakeEngine _engine = null!;

    [Fact]
    public async Task Endpoints_become_replicas_of_their_pods_pool_and_drain_as_the_pods_say()
    {
        _server.Put(Pods, Pod("vllm-0"));
        _server.Put(Slices, Slice("vllm-0"));
        await using var gateway = await StartAsync();
        await gateway.ReadyAsync(1);
        Assert.Equal(CapacityType.Spot, Instance(gateway, "vllm-0")!.Pool.CapacityType);
        using (var response = await gateway.ChatAsync())
        {
            Assert.True(response.IsSuccessStatusCode);
        }

        _server.Put(Pods, Pod("vllm-0", """, "annotations": { "sageserve.io/draining": "true" }"""));
        await PhaseAsync(gateway, InstancePhase.Draining);
        _server.Put(Pods, Pod("vllm-0"));
        await PhaseAsync(gateway, InstancePhase.Ready);
        _server.Put(Slices, Slice("vllm-0", """, "conditions": { "ready": false, "serving": true, "terminating": true }"""));
        await PhaseAsync(gateway, InstancePhase.Draining);
        _server.Put(Slices, Slice("vllm-0"));
        await PhaseAsync(gateway, InstancePhase.Ready);
    }

    [Fact]
    public async Task Aibrix2281_no_request_asks_the_cluster_anything()
    {
        await using var gateway = await WatchingAsync();
        var asked = _server.Requests.Count;

        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Equal(asked, _server.Requests.Count);
    }

    [Fact]
    public async Task A_watch_that_has_expired_is_begun_anew_and_what_changed_meanwhile_is_seen()
    {
        await using var gateway = await WatchingAsync();

        _server.Compact();
        _server.Put(Pods, Pod("vllm-1"));
        _server.Put(Slices, Slice("vllm-1", name: "slice-2"));
        await gateway.ReadyAsync(2);
    }

    [Fact]
    public async Task While_the_API_server_is_away_the_fleet_stands()
    {
        await using var gateway = await WatchingAsync();
        var asked = _server.Requests.Count;

        _server.FailWith = 500;
        _server.EndWatches();
        await Eventually.True(() => _server.Requests.Count > asked + 2, "it asked in vain");

        Assert.Equal(1, gateway.ReadyReplicas());
    }

    [Fact]
    public async Task Pods_that_the_catalog_does_not_know_are_left_out_with_a_reason()
    {
        _server.Put(Pods, Pod("vllm-0").Replace("\"gpu\"", "\"tpu\"", StringComparison.Ordinal));
        _server.Put(Pods, Pod("vllm-1"));
        _server.Put(Slices, Slice("vllm-0"));
        _server.Put(Slices, Slice("vllm-1", name: "slice-2"));
        await using var gateway = await StartAsync();

        await gateway.ReadyAsync(1);
        Assert.Equal(["vllm-1"], gateway.Services.GetRequiredService<FleetDirectory>().Replicas.Select(r => r.Id.Value));
    }

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.Start();
        _engine = await FakeEngine.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static InstanceSnapshot? Instance(GatewayUnderTest gateway, string id) =>
        gateway.Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)?.Instances.FirstOrDefault(i => i.Id.Value == id);

    private static Task PhaseAsync(GatewayUnderTest gateway, InstancePhase phase) =>
        Eventually.True(() => Instance(gateway, "vllm-0")?.Phase == phase, $"vllm-0 is {phase}");

    private static string Pod(string name, string more = "") =>
        $$"""
        { "metadata": { "name": "{{name}}", "namespace": "ns", "labels": {
            "sageserve.io/model": "model-a", "sageserve.io/accelerator": "gpu", "sageserve.io/capacity-type": "spot" }{{more}} },
          "spec": {}, "status": { "phase": "Running", "podIP": "127.0.0.1" } }
        """;

    private string Slice(string pod, string more = "", string name = "slice-1") =>
        $$"""
        { "metadata": { "name": "{{name}}", "namespace": "ns", "labels": { "sageserve.io/fleet": "true" } }, "addressType": "IPv4", "ports": [ { "name": "metrics", "port": 1 }, { "name": "http", "port": {{new Uri(_engine.Url).Port}} } ],
          "endpoints": [ { "addresses": ["127.0.0.1"], "targetRef": { "kind": "Pod", "name": "{{pod}}" }{{more}} } ] }
        """;

    /// <summary>A gateway with one ready replica that watches pods and slices.</summary>
    private async Task<GatewayUnderTest> WatchingAsync()
    {
        _server.Put(Pods, Pod("vllm-0"));
        _server.Put(Slices, Slice("vllm-0"));
        var gateway = await StartAsync();
        await gateway.ReadyAsync(1);
        await Eventually.True(() => _server.OpenWatches == 2, "both watches are open");
        return gateway;
    }

    [Fact]
    public async Task The_plan_is_read_from_a_config_map_and_the_last_one_stands_while_the_cluster_is_away()
    {
        _server.Put(Pods, Pod("vllm-0"));
        _server.Put(Slices, Slice("vllm-0"));
        await using var gateway = await StartAsync(g =>
        {
            g.Remove("PlanFile");
            g["PlanConfigMap"] = "sageserve-plan";
        });
        await gateway.ReadyAsync(1);
        var fleet = gateway.Services.GetRequiredService<CurrentFleet>();
        Assert.Null(fleet.Latest.Advice);

        using var client = new KubernetesClient(new KubernetesAccess { Server = new Uri(_server.Url), Token = () => "secret" }, TimeProvider.System);
        var plans = new PlanMap(client, "ns", "sageserve-plan");
        await plans.KeepAsync(Plan(4), TestContext.Current.CancellationToken);
        await Eventually.True(() => fleet.Latest.Advice?.Version == 4, "the plan is known");
        _server.FailWith = 500;
        await Eventually.True(() => _server.Requests.Count(r => r.Contains("configmaps", StringComparison.Ordinal)) > 3, "it was asked for in vain");
        Assert.Equal(4, fleet.Latest.Advice!.Version);
        _server.FailWith = null;
        await plans.KeepAsync(Plan(5), TestContext.Current.CancellationToken);
        await Eventually.True(() => fleet.Latest.Advice?.Version == 5, "the next plan is known");
    }

    private static PlanDocument Plan(long version) => new()
    {
        Epoch = 1,
        Version = version,
        IssuedAt = Instant.From(DateTimeOffset.UtcNow),
        ExpiresAt = Instant.From(DateTimeOffset.UtcNow.AddHours(1)),
        Strategy = "lt-ua",
        Allocator = "greedy",
        Targets = [],
        Forecasts = [],
    };

    private Task<GatewayUnderTest> StartAsync(Action<JsonObject>? change = null)
    {
        var file = _folder.Write("kubeconfig", $"""
            current-context: test
            contexts: [{"{"} name: test, context: {"{"} cluster: test, user: test, namespace: ns {"}"} {"}"}]
            clusters: [{"{"} name: test, cluster: {"{"} server: "{_server.Url}" {"}"} {"}"}]
            users: [{"{"} name: test, user: {"{"} token: secret {"}"} {"}"}]
            """);
        return GatewayUnderTest.StartAsync(new GatewaySetup
        {
            AwaitsReady = false,
            Adjust = g =>
            {
                g.Remove("FleetFile");
                g["Fleet"] = new JsonObject { ["Source"] = "kubernetes", ["Kubernetes"] = new JsonObject { ["KubeConfig"] = file, ["PortName"] = "http" } };
                change?.Invoke(g);
            },
        });
    }
}
