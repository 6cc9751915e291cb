using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>Starts and stops on a small cluster over real sockets.</summary>
public sealed class KubernetesFleetActuatorTests
{
    private const string Deployment = WorkloadOptions.Deployment;
    private const string StatefulSet = WorkloadOptions.StatefulSet;
    private const string LeaderWorkerSet = WorkloadOptions.LeaderWorkerSet;

    [Theory]
    [InlineData(Deployment)]
    [InlineData(StatefulSet)]
    [InlineData(LeaderWorkerSet)]
    public async Task A_start_scales_by_the_count_and_counts_at_once(string kind)
    {
        await using var rig = await ClusterRig.StartAsync(kind, 2);
        rig.Cluster.StartsAtOnce = false;
        var receipt = await rig.Start(2);
        Assert.Equal((2, 4), (receipt.Moved, rig.Cluster.Wanted));
        var count = await rig.Count();
        Assert.Equal((2, 2, 0), (count.Ready, count.Starting, count.Draining));
        await rig.Until(() => rig.Cluster.Reasons.Contains("ScaledOut") || rig.Cluster.Pods.Count == 4, "pods are there");
    }

    [Fact]
    public async Task No_start_goes_beyond_the_catalog()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 7);
        var receipt = await rig.Start(3);
        Assert.Equal((1, 8), (receipt.Moved, rig.Cluster.Wanted));
        Assert.Contains("the catalog allows 8", receipt.Text, StringComparison.Ordinal);
        Assert.False((await rig.Start(1)).Applied);
    }

    [Theory]
    [InlineData(Deployment)]
    [InlineData(StatefulSet)]
    [InlineData(LeaderWorkerSet)]
    public async Task A_stop_marks_waits_until_gateways_and_engine_are_free_and_then_takes_that_pod(string kind)
    {
        await using var rig = await ClusterRig.StartAsync(kind, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 2);
        var receipt = await rig.Stop(1);
        Assert.Equal(1, receipt.Moved);
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked);
        Assert.Equal(("1.7", $"draining {victim.Name}"), (victim.Mark, receipt.Text));
        var count = await rig.Count();
        Assert.Equal((2, 0, 1), (count.Ready, count.Starting, count.Draining));

        await rig.Until(() => Waits(rig, victim.Name).Contains("holds 2 requests", StringComparison.Ordinal), "it waits for the gateway");
        (rig.Cluster.Held[victim.Name], rig.Cluster.Running[victim.Name]) = (0, 1);
        await rig.Until(() => Waits(rig, victim.Name).Contains("engine has 1 requests", StringComparison.Ordinal), "it waits for the engine");
        Assert.Equal(3, rig.Cluster.Wanted);
        rig.Cluster.Running[victim.Name] = 0;
        await rig.Until(() => rig.Cluster.Reasons.Contains("ScaledIn"), "it is taken away and told");
        Assert.Equal([(victim.Name, true)], rig.Cluster.Taken);
        Assert.Equal(2, rig.Cluster.Wanted);
        Assert.Contains("DrainBegun", rig.Cluster.Reasons);
    }

    [Fact]
    public async Task The_least_busy_of_a_deployment_leaves()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        var idle = rig.Cluster.Pods[1].Name;
        rig.Cluster.Pods.Where(p => p.Name != idle).ToList().ForEach(p => rig.Cluster.Held[p.Name] = 5);
        Assert.Equal($"draining {idle}", (await rig.Stop(1)).Text);
        await rig.Until(() => rig.Cluster.Taken.Count == 1, "it goes");
        Assert.Equal([(idle, true)], rig.Cluster.Taken);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_holds_until_the_limit_and_then_it_is_told()
    {
        await using var rig = await ClusterRig.StartAsync(StatefulSet, 2, r => r.With(drainLimit: TimeSpan.FromSeconds(1)));
        rig.Server.GatewayAnswers = false;
        await rig.Stop(1);
        await rig.Until(() => Waits(rig, "llama-1").Contains("does not answer", StringComparison.Ordinal), "it waits");
        Assert.Equal(2, rig.Cluster.Wanted);
        await rig.Until(() => rig.Cluster.Taken.Count == 1, "its time is over");
        await rig.Until(() => rig.Cluster.Reasons.Contains("DrainLimitReached"), "it is told");
    }

    [Fact]
    public async Task A_start_keeps_who_leaves_rather_than_making_another()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(2);
        await rig.Until(() => rig.Actuator.Standing[0].Leaving.Length == 2, "two leave");
        var receipt = await rig.Start(3);
        Assert.StartsWith("kept ", receipt.Text, StringComparison.Ordinal);
        Assert.Equal((3, 4), (receipt.Moved, rig.Cluster.Wanted));
        Assert.All(rig.Cluster.Pods, p => Assert.False(p.IsMarked || p.MarkedAt is not null));
        Assert.Empty(rig.Cluster.Taken);
    }

    [Theory]
    [InlineData(Deployment)]
    [InlineData(StatefulSet)]
    public async Task A_restart_in_the_middle_goes_on_and_moves_nothing_twice(string kind)
    {
        await using var rig = await ClusterRig.StartAsync(kind, 4);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked);
        await rig.RestartAsync();
        var count = await rig.Count();
        Assert.Equal((3, 1), (count.Ready, count.Draining));

        // Its scale is written, and it ends before its controller acts.
        rig.Cluster.Controls = false;
        rig.Cluster.Held[victim.Name] = 0;
        await rig.Until(() => rig.Cluster.Wanted == 3, "it is scaled");
        await rig.RestartAsync();
        await rig.Until(() => Waits(rig, victim.Name).Length > 0, "it looks again");
        Assert.Equal(3, rig.Cluster.Wanted);
        rig.Cluster.Controls = true;
        rig.Cluster.Scale(3);
        await rig.Until(() => rig.Actuator.Standing[0].Leaving.IsEmpty, "it is gone");
        Assert.Equal([(victim.Name, true)], rig.Cluster.Taken);
    }

    [Fact]
    public async Task A_rollout_freezes_and_what_drains_waits()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked).Name;
        rig.Cluster.Change(rig.Cluster.Pods.First(p => p.Name != victim).Name, p => p["metadata"]!["ownerReferences"]![0]!["uid"] = "rs-2");
        rig.Cluster.Held[victim] = 0;
        await rig.Until(() => Waits(rig, victim).Contains("rollout", StringComparison.Ordinal), "it waits");
        await rig.Until(() => rig.Cluster.Reasons.Contains("ScaleInFrozen"), "it is told");
        var refused = await rig.Stop(1);
        Assert.False(refused.Applied);
        Assert.Contains("frozen", refused.Text, StringComparison.Ordinal);
        Assert.Equal(3, rig.Cluster.Wanted);
        Assert.Equal(1, (await rig.Start(1)).Moved);
        Assert.DoesNotContain(rig.Cluster.Pods, p => p.IsMarked);
    }

    [Fact]
    public async Task Pods_that_wait_for_machines_count_for_a_while_and_then_as_not_coming()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        rig.Cluster.StartsAtOnce = false;
        await rig.Start(1);
        var waits = rig.Cluster.Pods.Single(p => !p.IsReady).Name;
        Assert.Equal(1, (await rig.Count()).Starting);
        rig.Cluster.Change(waits, p => TinyPod.SetCondition(p, "PodScheduled", "False", "Unschedulable"));
        await rig.Until(() => rig.Cluster.Reasons.Contains("NotComing"), "it is told");
        var count = await rig.Count();
        Assert.Equal((2, 0, 1), (count.Ready, count.Starting, count.NotComing));
        var refused = await rig.Start(1);
        Assert.False(refused.Applied);
        Assert.Contains("wait for machines", refused.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await rig.Stop(1)).Moved);
        await rig.Until(() => rig.Cluster.Wanted == 2, "it is cancelled");
        Assert.Equal([waits], rig.Cluster.Taken.Select(t => t.Name));
    }

    [Theory]
    [InlineData("annotation")]
    [InlineData("condition")]
    public async Task A_pod_whose_machine_is_taken_drains_at_once_and_counts_as_leaving(string notice)
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        var pod = rig.Cluster.Pods[0].Name;
        rig.Cluster.Held[pod] = 1;
        rig.Cluster.Change(pod, p =>
        {
            if (notice == "annotation")
            {
                p["metadata"]!["annotations"]![ClusterNames.ReclaimAt] = "2026-03-02T08:00:00Z";
            }
            else
            {
                TinyPod.SetCondition(p, "DisruptionTarget", "True", "PreemptionByScheduler");
            }
        });
        await rig.Until(() => rig.Cluster.Pods.Single(p => p.Name == pod).IsMarked, "it is marked");
        var count = await rig.Count();
        Assert.Equal((2, 1), (count.Ready, count.Draining));
        Assert.Equal("scaled Deployment llama from 3 to 4", (await rig.Start(1)).Text);
        rig.Cluster.Held[pod] = 0;
        await rig.Until(() => rig.Cluster.Taken.Count == 1, "it goes");
        Assert.Equal((pod, 3), (rig.Cluster.Taken.Single().Name, rig.Cluster.Wanted));
        await rig.Until(() => rig.Cluster.Reasons.Contains("SpotReclaim"), "it is told");
    }

    [Fact]
    public async Task Somebody_else_who_scales_is_told_and_not_fought_twice()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        await rig.Until(() => true, "it looks");
        rig.Cluster.Scale(3);
        await rig.Until(() => rig.Cluster.Reasons.Contains("ScaledByAnother"), "it is told");
        for (var i = 0; i < 2; i++)
        {
            Assert.True((await rig.Start(1)).Applied);
            rig.Cluster.Scale(3);
            await rig.Until(() => rig.Actuator.Standing[0].Wanted == 3, "it is seen");
        }

        var refused = await rig.Start(1);
        Assert.False(refused.Applied);
        Assert.Contains("somebody else scales", refused.Text, StringComparison.Ordinal);
        Assert.Equal(3, rig.Cluster.Wanted);
        Assert.NotNull(rig.Actuator.Standing[0].LeftAloneUntil);
    }

    [Fact]
    public async Task When_somebody_deletes_the_pod_that_was_to_leave_another_leaves()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        await rig.Until(() => rig.Actuator.Standing[0].Leaving.Length == 1, "one leaves");
        rig.Cluster.Delete(rig.Cluster.Pods.Single(p => p.IsMarked).Name);
        rig.Cluster.Held.Clear();
        await rig.Until(() => rig.Cluster.Wanted == 2 && rig.Actuator.Standing[0].Leaving.IsEmpty, "another went");
        Assert.True(Assert.Single(rig.Cluster.Taken).Drained);
    }

    [Fact]
    public async Task What_the_scaler_that_had_the_lease_moved_is_nobodys_fault()
    {
        await using var rig = await ClusterRig.StartAsync("deployment", replicas: 2);
        rig.Leads = false;
        foreach (var replicas in new[] { 3, 2, 3 })
        {
            rig.Cluster.Scale(replicas);
            await rig.Until(async () => (await rig.Count()).Ready == replicas, "it is seen");
        }

        rig.Leads = true;
        Assert.Equal(1, (await rig.Start(1)).Moved);
        Assert.DoesNotContain("ScaledByAnother", rig.Cluster.Reasons);
        rig.Cluster.Scale(3);
        await rig.Until(() => rig.Cluster.Reasons.Contains("ScaledByAnother"), "from now on it is told");
    }

    [Fact]
    public async Task Somebody_who_scales_in_the_same_moment_is_not_overwritten()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        var times = 1;
        rig.Server.Fault = request =>
        {
            if (request.Method == "PATCH" && times-- > 0)
            {
                rig.Cluster.Scale(5);
            }

            return null;
        };
        Assert.Equal(1, (await rig.Start(1)).Moved);
        Assert.Equal(6, rig.Cluster.Wanted);
    }

    [Fact]
    public async Task A_pod_marked_by_hand_is_kept_away_from_requests_and_not_taken()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        var pod = rig.Cluster.Pods[0].Name;
        rig.Cluster.Change(pod, p => p["metadata"]!["annotations"]![ClusterNames.Draining] = "true");
        await rig.Until(() => Waits(rig, pod).Contains("by hand", StringComparison.Ordinal), "it is seen");
        Assert.Equal((1, 2), ((await rig.Count()).Draining, rig.Cluster.Wanted));
    }

    [Fact]
    public async Task The_fleet_file_of_a_sidecar_has_marks()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await ClusterRig.StartAsync(Deployment, 2, r => r.With(fleetFile: folder["fleet.json"]));
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked).Name;
        FleetReplica[] Read() => [.. JsonSerializer.Deserialize(File.ReadAllBytes(folder["fleet.json"]), SharedJson.Default.FleetDocument)!.Replicas];
        await rig.Until(() => File.Exists(folder["fleet.json"]) && Read() is [_, _] all && all.Count(r => r.Draining) == 1, "the mark is there");
        Assert.Equal(victim, Read().Single(r => r.Draining).Id.Value);
        Assert.Matches(@"^http://127\.1\.0\.\d+:\d+$", Read()[0].Url);
    }

    private static string Waits(ClusterRig rig, string pod) => rig.Actuator.Standing[0].Leaving.FirstOrDefault(l => l.Pod == pod)?.WaitsFor ?? "";
}
