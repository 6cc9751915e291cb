using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable against a small cluster, with a kubeconfig and a token as an operator writes them.</summary>
public sealed class ClusterScalerTests : IAsyncLifetime
{
    private readonly ScalerRig _rig = new();
    private readonly TinyCluster _cluster = new(WorkloadOptions.Deployment);
    private TinyServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await _rig.StartAsync(seesPool: true);
        _server = await TinyServer.StartAsync(_cluster);
        _server.Token = "secret";
        _cluster.Scale(2);
        _rig.Folder.Write("history.csv", History());
        _rig.Folder.Write(
            "kubeconfig",
            $$"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [ { name: here, context: { cluster: c, user: u, namespace: ns } } ]
            clusters: [ { name: c, cluster: { server: "{{_server.Url}}" } } ]
            users: [ { name: u, user: { token: secret } } ]
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task It_starts_replicas_of_the_workload_and_shows_it()
    {
        await using var scaler = ScalerProcess.Start(_rig.Folder, Config(dryRun: false));
        await scaler.Ready();
        await Eventually.True(() => _cluster.Wanted > 2, "replicas are started");
        var workload = (await scaler.Get("/admin/state")).GetProperty("workloads")[0];
        Assert.Equal("Deployment llama", workload.GetProperty("workload").GetString());
        await Eventually.True(() => _cluster.Reasons.Contains("ScaledOut"), "it is told on the object");
        Assert.Equal("llama", _cluster.Events.First()["involvedObject"]!["name"]!.ToString());
        var metrics = await scaler.Http.GetStringAsync(new Uri(scaler.Url + "/metrics"));
        Assert.Contains(MetricNames.ClusterWatchAge.Name + "{", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await scaler.End());
    }

    [Fact]
    public async Task A_dry_run_reads_and_writes_nothing()
    {
        var writes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        _server.Fault = request =>
        {
            if (request.Method != "GET")
            {
                writes.Enqueue(request.Method + " " + request.Path);
            }

            return null;
        };
        var leaving = _cluster.Pods[0].Name;
        _cluster.Change(leaving, p => p["metadata"]!["annotations"]![ClusterNames.ReclaimAt] = "2026-03-02T08:00:00Z");
        await using var scaler = ScalerProcess.Start(_rig.Folder, Config(dryRun: true));
        await scaler.Ready();
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("actions").GetArrayLength() > 0, "it says what it would do");
        Assert.Contains("would start", (await scaler.Get("/admin/state")).GetProperty("actions")[0].GetProperty("receipt").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _cluster.Wanted);

        // An HPA goes on doing its work meanwhile: that is nothing to write about either.
        _cluster.Scale(3);
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("workloads")[0].GetProperty("wanted").GetInt32() == 3, "it is seen");
        Assert.Empty(writes);
    }

    private JsonObject Config(bool dryRun) => _rig.Config(c =>
    {
        c["Scaler"]!["DryRun"] = dryRun;
        c["Scaler"]!["HistoryFile"] = _rig.Folder["history.csv"];
        c["Scaler"]!["Actuator"] = new JsonObject
        {
            ["Kind"] = "kubernetes",
            ["Kubernetes"] = new JsonObject
            {
                ["Region"] = "eastus",
                ["KubeConfig"] = _rig.Folder["kubeconfig"],
                ["Workloads"] = new JsonArray(new JsonObject { ["Model"] = "llama", ["Accelerator"] = "a100", ["Kind"] = "deployment", ["Name"] = "llama" }),
            },
        };
    });

    private string History()
    {
        var end = _rig.Clock.Document.EnvelopeEpoch;
        var lines = Enumerable.Range(1, 24 * 12).Reverse().Select(i => $"{end - TimeSpan.FromMinutes(5 * i)},llama,eastus,interactive-fast,40000,4000,20");
        return DemandCsv.Header + "\n" + string.Join('\n', lines) + "\n";
    }
}
