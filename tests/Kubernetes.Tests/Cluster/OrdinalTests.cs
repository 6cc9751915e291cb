namespace SageServe.Kubernetes.Tests;

public sealed class OrdinalTests : ClusterTest
{
    [Fact]
    public async Task An_ordered_set_grows_one_by_one_and_gives_up_the_highest_one_by_one()
    {
        Cluster.AddNode("n1", 8);
        Engines.StartTime = _ => TimeSpan.FromSeconds(10);
        Engines.EndTime = _ => TimeSpan.FromSeconds(5);
        await CreateAsync(ResourceTypes.StatefulSets, "vllm", 3);
        Assert.Equal(["vllm-0"], Names());
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["vllm-0", "vllm-1"], Names());
        await PassAsync(TimeSpan.FromSeconds(10));
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(3, Get(ResourceTypes.StatefulSets, "vllm").Number("status.readyReplicas"));
        await ScaleAsync(ResourceTypes.StatefulSets, "vllm", 1);
        Assert.Equal(["vllm-0", "vllm-1"], Names());
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["vllm-0"], Names());
    }

    [Fact]
    public async Task An_ordered_set_gives_up_nobody_while_one_that_stays_is_not_ready()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.StatefulSets, "vllm", 3);
        Engines.SetReady("vllm-0", false);
        await SettledAsync();
        await ScaleAsync(ResourceTypes.StatefulSets, "vllm", 2);
        Assert.Equal(3, Names().Length);
        Engines.SetReady("vllm-0", true);
        await SettledAsync();
        Assert.Equal(["vllm-0", "vllm-1"], Names());
    }

    [Fact]
    public async Task A_parallel_set_moves_all_at_once()
    {
        Cluster.AddNode("n1", 8);
        Engines.StartTime = _ => TimeSpan.FromSeconds(10);
        await CreateAsync(ResourceTypes.StatefulSets, "vllm", 3, more: """, "podManagementPolicy": "Parallel" """);
        Assert.Equal(3, Names().Length);
        await ScaleAsync(ResourceTypes.StatefulSets, "vllm", 1);
        Assert.Equal(["vllm-0"], Names());
    }

    [Fact]
    public async Task Groups_come_whole_and_the_highest_goes_first_with_its_workers()
    {
        Cluster.AddNode("n1", 8);
        await CreateAsync(ResourceTypes.LeaderWorkerSets, "big", 2);
        Assert.Equal(["big-0", "big-0-1", "big-1", "big-1-1"], Names());
        var set = Get(ResourceTypes.LeaderWorkerSets, "big");
        Assert.Equal((2, 2, "leaderworkerset.sigs.k8s.io/name=big,leaderworkerset.sigs.k8s.io/worker-index=0"), (set.Number("status.replicas"), set.Number("status.readyReplicas"), set.Text("status.hpaPodSelector")));
        await ScaleAsync(ResourceTypes.LeaderWorkerSets, "big", 1);
        Assert.Equal(["big-0", "big-0-1"], Names());
    }
}
