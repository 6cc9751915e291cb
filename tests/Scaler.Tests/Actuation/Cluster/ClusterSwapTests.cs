using Microsoft.AspNetCore.Http;

namespace SageServe.Scaler.Tests;

/// <summary>Two workloads of a small cluster over real sockets: what one gives up the other takes over.</summary>
public sealed class ClusterSwapTests
{
    private const string Deployment = WorkloadOptions.Deployment;
    private const string StatefulSet = WorkloadOptions.StatefulSet;
    private static readonly PoolId Other = ClusterRig.PoolOf("mistral");

    [Theory]
    [InlineData(Deployment)]
    [InlineData(StatefulSet)]
    public async Task When_the_one_has_drained_and_goes_the_other_gets_a_replica_over_a_restart_too(string kind)
    {
        await using var rig = await StartAsync(kind, 3, 1);
        var receipt = await Apply(rig, Swap(1));
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked);
        Assert.Equal((1, $"{rig.Cluster.Target.Kind}/mistral"), (receipt.Moved, victim.SwapTo));
        Assert.Equal($"draining {victim.Name}; {rig.Cluster.Target.Kind} mistral gets as many when they are gone", receipt.Text);
        Assert.Equal("2 ready, 0 starting, 0 of them swapping, 1 draining", await Told(rig, Views.Pool));
        Assert.Equal("1 ready, 1 starting, 1 of them swapping, 0 draining", await Told(rig, Other));

        await rig.RestartAsync();
        Assert.Equal("1 ready, 1 starting, 1 of them swapping, 0 draining", await Told(rig, Other));
        Assert.Equal((3, 1), (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")));

        rig.Cluster.Held[victim.Name] = 0;
        await rig.Until(() => rig.Cluster.Reasons.Contains("SwappedIn") && rig.Cluster.Wanted == 2, "it goes, and the other gets one");
        Assert.Equal((2, 2), (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")));
        Assert.Equal([(victim.Name, true)], rig.Cluster.Taken);
        await rig.Until(async () => await Told(rig, Other) == "2 ready, 0 starting, 0 of them swapping, 0 draining", "it serves");
    }

    /// <summary>Its last write is the one that fails: before anything is scaled, after the first, its answer lost, and after the pod tells of it.</summary>
    [Theory]
    [InlineData("mistral/scale", false, 3, 1)]
    [InlineData("mistral/scale", true, 3, 2)]
    [InlineData("llama/scale", false, 3, 2)]
    [InlineData("llama/scale", true, 2, 2)]
    public async Task A_scaler_that_ends_between_the_writes_leaves_the_swap_to_the_next(string last, bool isDone, int wanted, int others)
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        var ends = 0;
        int? Ends(HttpRequest r) => r.Method == "PATCH" && r.Path.Value!.EndsWith(last, StringComparison.Ordinal) ? 500 + ends++ : null;
        rig.Server.Fault = r => r.Method == "PATCH" && ends > 0 ? 503 : isDone ? null : Ends(r);
        rig.Server.LateFault = r => isDone && ends == 0 ? Ends(r) : null;
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => ends > 0, "it ends");
        Assert.Equal((wanted, others), (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")));

        await rig.RestartAsync();
        (rig.Server.Fault, rig.Server.LateFault) = (_ => null, _ => null);
        await rig.Until(() => (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")) == (2, 2), "the next goes on with it");
        await rig.Until(async () => await Told(rig, Other) == "2 ready, 0 starting, 0 of them swapping, 0 draining" && await Told(rig, Views.Pool) == "2 ready, 0 starting, 0 of them swapping, 0 draining", "nothing is owed");
        Assert.DoesNotContain(rig.Cluster.Pods, p => p.SwapTo is not null);
        Assert.True(Assert.Single(rig.Cluster.Taken).Drained);
    }

    [Fact]
    public async Task Whose_place_is_given_away_is_not_kept()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        rig.Server.Fault = r => r.Method == "PATCH" && r.Path.Value!.EndsWith("llama/scale", StringComparison.Ordinal) ? 503 : null;
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => rig.Cluster.Pods.Any(p => p.SwappedTo == "Deployment/mistral"), "the other has its replica");
        rig.Server.Fault = _ => null;

        Assert.Equal("scaled Deployment llama from 3 to 4", (await rig.Start(1)).Text);
        await rig.Until(() => rig.Cluster.Wanted == 3, "it goes");
        Assert.Equal(2, rig.Cluster.WantedOf("mistral"));
    }

    [Fact]
    public async Task A_start_that_waited_for_anothers_gpus_is_told_as_a_swap()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        rig.Cluster.StartsAtOnce = false;
        rig.Server.Fault = r => r.Method == "PATCH" && r.Path.Value!.EndsWith("llama/scale", StringComparison.Ordinal) ? 503 : null;
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => rig.Cluster.WantedOf("mistral") == 2, "the other has its replica, and it waits");
        var waiting = rig.Cluster.Pods.Single(p => p.Class == PodClass.Unassigned).Name;
        rig.Cluster.Change(waiting, p => TinyPod.SetCondition(p, "PodScheduled", "False", "Unschedulable"));
        await rig.Until(() => rig.Actuator.Standing.Single(s => s.Pool == Other).NotComing == 1, "it is seen");

        rig.Server.Fault = _ => null;
        rig.Cluster.Change(waiting, p =>
        {
            p["spec"]!["nodeName"] = "node";
            p["status"]!["phase"] = "Running";
            TinyPod.SetReady(p, ready: true);
        });
        await rig.Until(() => rig.Actuator.Standing.Single(s => s.Pool == Other).Starts.Any(s => s.Pod == waiting), "it serves");
        Assert.Equal("swap", rig.Actuator.Standing.Single(s => s.Pool == Other).Starts.Single(s => s.Pod == waiting).Cause);
    }

    [Fact]
    public async Task Who_stays_after_all_makes_no_room()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        Assert.StartsWith("kept ", (await rig.Start(1)).Text, StringComparison.Ordinal);
        Assert.All(rig.Cluster.Pods, p => Assert.True(p is { IsMarked: false, SwapTo: null }));
        Assert.Equal("1 ready, 0 starting, 0 of them swapping, 0 draining", await Told(rig, Other));
    }

    [Fact]
    public async Task Who_leaves_for_nobody_is_kept_before_who_makes_room()
    {
        await using var rig = await StartAsync(Deployment, 4, 1);
        await Apply(rig, Swap(1));
        var makesRoom = rig.Cluster.Pods.Single(p => p.IsMarked).Name;
        await rig.Stop(1);
        await rig.Start(1);
        Assert.Equal(makesRoom, Assert.Single(rig.Cluster.Pods, p => p.IsMarked).Name);
    }

    [Fact]
    public async Task Who_waits_is_the_first_to_give_way()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked);
        var receipt = await Apply(rig, new ScaleAction(ScaleActionKind.Stop, Other, 1, "test", ""));
        Assert.Equal((1, "gave up 1 that waited for others to go"), (receipt.Moved, receipt.Text));
        Assert.Equal("1 ready, 0 starting, 0 of them swapping, 0 draining", await Told(rig, Other));

        rig.Cluster.Held[victim.Name] = 0;
        await rig.Until(() => rig.Cluster.Wanted == 2, "it goes");
        Assert.Equal(1, rig.Cluster.WantedOf("mistral"));
    }

    [Fact]
    public async Task What_somebody_deletes_leaves_the_swap_to_who_goes_in_its_place()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked);
        await rig.Until(() => rig.Actuator.Standing.Any(s => s.Leaving.Length == 1), "it is seen");
        rig.Cluster.Delete(victim.Name);
        await rig.Until(() => rig.Cluster.Pods.Any(p => p is { IsMarked: true, SwapTo: not null } && p.Name != victim.Name) || rig.Cluster.WantedOf("mistral") == 2, "the swap goes on");
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")) == (2, 2), "it goes, and the other gets one");
    }

    [Fact]
    public async Task Whoever_is_not_ready_leaves_instead_and_makes_the_room()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        var ill = rig.Cluster.Pods.First(p => !p.IsMarked && p.Name.StartsWith("llama", StringComparison.Ordinal));
        rig.Cluster.SetReady(ill.Name, ready: false);
        await rig.Until(() => rig.Cluster.Pods.Single(p => p.IsMarked).Name == ill.Name, "it leaves instead");
        Assert.Equal("Deployment/mistral", Assert.Single(rig.Cluster.Pods, p => p.SwapTo is not null && p.Name == ill.Name).SwapTo);
        rig.Cluster.Held[ill.Name] = 0;
        await rig.Until(() => (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")) == (2, 2), "it goes, and the other gets one");
    }

    [Fact]
    public async Task A_replica_that_cannot_be_added_is_dropped_and_told()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        rig.Server.Fault = r => r.Method == "PATCH" && r.Path.Value!.EndsWith("mistral/scale", StringComparison.Ordinal) ? 422 : null;
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => rig.Cluster.Reasons.Contains("SwapDropped") && rig.Cluster.Wanted == 2, "it is told, and the pod goes all the same");
        rig.Server.Fault = _ => null;
        await rig.Until(async () => await Told(rig, Other) == "1 ready, 0 starting, 0 of them swapping, 0 draining", "planning sees it");
        Assert.Equal((2, 1), (rig.Cluster.Wanted, rig.Cluster.WantedOf("mistral")));
    }

    [Fact]
    public async Task A_server_that_is_not_well_is_asked_again()
    {
        await using var rig = await StartAsync(Deployment, 3, 1);
        await Apply(rig, Swap(1));
        var tries = 0;
        rig.Server.Fault = r => r.Method == "PATCH" && r.Path.Value!.EndsWith("mistral/scale", StringComparison.Ordinal) && tries++ == 0 ? 503 : null;
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 0);
        await rig.Until(() => rig.Cluster.Wanted == 2, "it goes");
        Assert.Equal(2, rig.Cluster.WantedOf("mistral"));
        Assert.DoesNotContain("SwapDropped", rig.Cluster.Reasons);
    }

    [Fact]
    public async Task Nobody_gives_way_to_who_may_not_grow()
    {
        await using var rig = await StartAsync(Deployment, 3, 8);
        var receipt = await Apply(rig, Swap(1));
        Assert.Equal((0, "failed: the catalog allows 8 and Deployment mistral has 8"), (receipt.Moved, receipt.Text));
        Assert.DoesNotContain(rig.Cluster.Pods, p => p.IsMarked);
    }

    private static async Task<ClusterRig> StartAsync(string kind, int replicas, int others)
    {
        var rig = await ClusterRig.StartAsync(kind, replicas, other: "mistral");
        rig.Cluster.Scale(others, "mistral");
        await rig.Until(async () => (await Told(rig, Other)).StartsWith($"{others} ready", StringComparison.Ordinal), "both are there");
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        return rig;
    }

    private static async Task<ActionReceipt> Apply(ClusterRig rig, ScaleAction action) => Assert.Single(await rig.Actuator.ApplyAsync([action], default));

    private static async Task<string> Told(ClusterRig rig, PoolId pool)
    {
        var count = (await rig.Actuator.ObserveAsync(default))!.Value.Single(c => c.Pool == pool);
        return $"{count.Ready} ready, {count.Starting} starting, {count.Swapping} of them swapping, {count.Draining} draining";
    }

    private static ScaleAction Swap(int count) => new(ScaleActionKind.SwapModel, Other, count, "test", "") { From = Views.Pool };
}
