using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

public sealed class NodeTests : ClusterTest
{
    [Fact]
    public async Task Pods_without_GPUs_wait_and_say_so_until_there_are_some()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 3, gpus: 4);
        var waiting = Pods().Single(p => p.Text("spec.nodeName") is null);
        var condition = waiting.Objects("status.conditions").Single();
        Assert.Equal(("Pending", "PodScheduled", "False", "Unschedulable"), (waiting.Text("status.phase"), condition.Text("type"), condition.Text("status"), condition.Text("reason")));
        Cluster.AddNode("n2", 8);
        await SettledAsync();
        Assert.DoesNotContain(Pods(), p => p.Text("spec.nodeName") is null);
    }

    [Fact]
    public async Task Who_is_less_important_makes_room_and_the_other_is_promised_it_meanwhile()
    {
        Cluster.AddNode("n1", 2);
        Cluster.Server.Put("apis/scheduling.k8s.io/v1/priorityclasses", """{ "metadata": { "name": "engines" }, "value": 1000 }""");
        Engines.EndTime = _ => TimeSpan.FromSeconds(5);
        await CreateAsync(ResourceTypes.Deployments, "lent", 2);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 1);
        Assert.Null(Of("vllm").Text("spec.nodeName"));
        await ImportantAsync("vllm", "engines");
        var waiting = Of("vllm");
        Assert.Equal((null, "n1", "Unschedulable"), (waiting.Text("spec.nodeName"), waiting.Text("status.nominatedNodeName"), waiting.Condition("PodScheduled").Text("reason")));
        var leaving = Assert.Single(Pods(), p => p.IsTerminating());
        Assert.Equal("PreemptionByScheduler", leaving.Condition("DisruptionTarget").Text("reason"));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(("n1", null), (Of("vllm").Text("spec.nodeName"), Of("vllm").Text("status.nominatedNodeName")));

        // The one that went has a successor, which waits; nobody is less important than that.
        Assert.Single(Pods(), p => p.Text("spec.nodeName") is null);
        Assert.Equal(3, Pods().Length);

        JsonObject Of(string app) => Pods().First(p => p.Text("metadata.labels.app") == app);
    }

    [Fact]
    public async Task A_machine_that_is_taken_away_says_so_first()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 1);
        Cluster.Reclaim("n1", TimeSpan.FromSeconds(120));
        await SettledAsync();
        Assert.Contains(Pods().Single().Objects("status.conditions"), c => c.Text("type") == "DisruptionTarget" && c.Text("status") == "True");
        await PassAsync(TimeSpan.FromSeconds(119));
        Assert.NotNull(Pods().Single().Text("spec.nodeName"));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(Store.List(ResourceTypes.Nodes));
        Assert.Null(Pods().Single().Text("spec.nodeName"));
    }

    [Fact]
    public async Task Slices_follow_readiness_and_ends_and_carry_no_annotations()
    {
        Cluster.AddNode("n1", 8);
        Cluster.Server.Put("api/v1/namespaces/default/services", """{ "metadata": { "name": "vllm", "labels": { "fleet": "true" } }, "spec": { "selector": { "app": "vllm" }, "ports": [ { "name": "http", "port": 80, "targetPort": "http" } ] } }""");
        Engines.EndTime = _ => TimeSpan.FromSeconds(5);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 1);
        Assert.Equal("""{"ready":true,"serving":true,"terminating":false}""", Conditions());
        Engines.SetReady(Names()[0], false);
        await SettledAsync();
        Assert.Equal("""{"ready":false,"serving":false,"terminating":false}""", Conditions());
        Engines.SetReady(Names()[0], true);
        Change(ResourceTypes.Pods, Names()[0], o => o["metadata"]!["annotations"] = new JsonObject { ["sageserve.io/draining"] = "1.1" });
        await ScaleAsync(ResourceTypes.Deployments, "vllm", 0);
        Assert.Equal("""{"ready":false,"serving":true,"terminating":true}""", Conditions());
        Assert.DoesNotContain("draining", Slice().ToJsonString());
        Assert.Equal((8000, "true"), (Slice().Objects("ports").Single().Number("port"), Slice().Text("metadata.labels.fleet")));
    }

    [Fact]
    public async Task A_container_that_ends_by_itself_is_started_again()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.Deployments, "vllm", 1);
        Engines.Crash(Names()[0]);
        await Eventually.True(() => Pods().Single().Objects("status.containerStatuses").Single().Number("restartCount") == 1, "it was started again");
    }

    // Priorities are the pods' own; a template that changes would be a rollout.
    private Task ImportantAsync(string app, string priority)
    {
        foreach (var pod in Pods().Where(p => p.Text("metadata.labels.app") == app))
        {
            Change(ResourceTypes.Pods, pod.Name(), o => o["spec"]!["priorityClassName"] = priority);
        }

        return SettledAsync();
    }

    private JsonObject Slice() => Store.List(ResourceTypes.EndpointSlices, "default").Single();

    private string Conditions() => Slice().Objects("endpoints").Single()["conditions"]!.ToJsonString();
}
