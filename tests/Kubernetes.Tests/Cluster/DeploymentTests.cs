using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

public sealed class DeploymentTests : ClusterTest
{
    [Fact]
    public async Task Pods_come_ready_after_their_start_and_the_status_says_so()
    {
        Cluster.AddNode("n1", 8);
        Engines.StartTime = _ => TimeSpan.FromSeconds(90);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 3);
        Assert.Equal(3, Pods().Length);
        Assert.Null(Get(ResourceTypes.Deployments, "vllm").Number("status.readyReplicas"));
        await PassAsync(TimeSpan.FromSeconds(89));
        Assert.Null(Get(ResourceTypes.Deployments, "vllm").Number("status.readyReplicas"));
        await PassAsync(TimeSpan.FromSeconds(1));
        var status = Get(ResourceTypes.Deployments, "vllm");
        Assert.Equal((3, 3, 3, 1), (status.Number("status.readyReplicas"), status.Number("status.updatedReplicas"), status.Number("status.replicas"), status.Number("status.observedGeneration")));
        Assert.Equal(3, Pods().Select(p => p.Text("status.podIP")).Distinct().Count(ip => ip!.StartsWith("127.31.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Scale_in_takes_the_waiting_then_the_unready_then_the_cheapest()
    {
        Cluster.AddNode("n1", 4);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 5);
        var waiting = Pods().Single(p => p.Text("spec.nodeName") is null).Text("metadata.name")!;
        var ready = Names().Where(n => n != waiting).ToArray();
        Change(ResourceTypes.Pods, ready[0], o => o["metadata"]!["annotations"] = new JsonObject { ["controller.kubernetes.io/pod-deletion-cost"] = "-1000" });
        Engines.SetReady(ready[1], false);
        await SettledAsync();
        foreach (var expected in new[] { waiting, ready[1], ready[0] })
        {
            var before = Names();
            await ScaleAsync(ResourceTypes.Deployments, "vllm", before.Length - 1);
            Assert.Equal([expected], before.Except(Names()));
        }
    }

    [Fact]
    public async Task A_pod_ends_with_grace_and_its_preStop_and_is_killed_after_it()
    {
        Cluster.AddNode("n1", 4);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 1);
        Engines.EndTime = _ => TimeSpan.FromSeconds(20);
        await CreateAsync(ResourceTypes.Deployments, "slow", 1);
        Engines.EndTime = _ => TimeSpan.FromHours(1);
        await CreateAsync(ResourceTypes.Deployments, "stuck", 1);
        foreach (var name in new[] { "vllm", "slow", "stuck" })
        {
            await ScaleAsync(ResourceTypes.Deployments, name, 0);
        }

        Assert.Equal(["slow", "stuck"], Pods().Select(p => p.Text("metadata.labels.app")));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["stuck"], Pods().Select(p => p.Text("metadata.labels.app")));
        await PassAsync(TimeSpan.FromSeconds(40));
        Assert.Empty(Pods());
    }

    [Fact]
    public async Task A_rollout_stays_within_surge_and_unavailable()
    {
        Cluster.AddNode("n1", 16);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 4);
        Engines.StartTime = _ => TimeSpan.FromSeconds(10);
        Change(ResourceTypes.Deployments, "vllm", o => o["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "vllm:2");
        await SettledAsync();
        for (var i = 0; i < 10 && Get(ResourceTypes.Deployments, "vllm").Number("status.updatedReplicas") != 4 | Pods().Length != 4; i++)
        {
            Assert.InRange(Names().Length, 3, 5);
            Assert.InRange(Pods().Count(p => p.Objects("status.conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True")), 3, 5);
            await PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.All(Pods(), p => Assert.Equal("vllm:2", p.Objects("spec.containers").Single().Text("image")));
        Assert.Equal("NewReplicaSetAvailable", Get(ResourceTypes.Deployments, "vllm").Objects("status.conditions").Single(c => c.Text("type") == "Progressing").Text("reason"));
    }

    [Fact]
    public async Task What_its_owner_leaves_behind_goes()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 2);
        Store.Delete(new ObjectKey(ResourceTypes.Deployments, "default", "vllm"));
        await SettledAsync();
        Assert.Empty(Pods());
        Assert.Empty(Store.List(ResourceTypes.ReplicaSets));
    }
}
