using Microsoft.AspNetCore.Http;

namespace SageServe.Scaler.Tests;

/// <summary>An API server that refuses, is away, or comes back another.</summary>
public sealed class KubernetesFaultTests
{
    private const string Deployment = WorkloadOptions.Deployment;

    [Theory]
    [InlineData(409, 3)]
    [InlineData(429, 2)]
    [InlineData(503, 2)]
    public async Task A_start_is_tried_again_and_made_once(int status, int times)
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        rig.Server.Fault = request => IsScale(request) && times-- > 0 ? status : null;
        Assert.Equal(2, (await rig.Start(2)).Moved);
        Assert.Equal(4, rig.Cluster.Wanted);
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_not_made_twice()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        var lost = 1;
        rig.Server.LateFault = request => IsScale(request) && lost-- > 0 ? 500 : null;
        Assert.Equal(1, (await rig.Start(1)).Moved);
        Assert.Equal(3, rig.Cluster.Wanted);
    }

    [Fact]
    public async Task A_scale_in_whose_answer_is_lost_is_not_made_twice()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 4);
        var lost = 1;
        rig.Server.LateFault = request => IsScale(request) && lost-- > 0 ? 500 : null;
        await rig.Stop(1);
        await rig.Until(() => rig.Actuator.Standing[0].Leaving.IsEmpty, "it is gone");
        Assert.Equal((3, 1), (rig.Cluster.Wanted, rig.Cluster.Taken.Count));
    }

    [Fact]
    public async Task What_is_refused_for_good_fails_with_a_receipt()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        rig.Server.Fault = request => IsScale(request) ? 403 : null;
        var receipt = await rig.Start(1);
        Assert.False(receipt.Applied);
        Assert.StartsWith("failed: 403", receipt.Text, StringComparison.Ordinal);
        Assert.Equal(2, rig.Cluster.Wanted);
    }

    [Fact]
    public async Task While_the_server_is_away_facts_stay_and_age_and_a_drain_goes_on_afterwards()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        var victim = rig.Cluster.Pods.Single(p => p.IsMarked).Name;
        rig.Server.Fault = _ => 503;
        rig.Server.Forget();
        rig.Cluster.Held[victim] = 0;
        var before = (await rig.Count()).Age;
        await rig.Until(async () => (await rig.Count()).Age > before + TimeSpan.FromSeconds(1), "facts age");
        Assert.Equal((2, 1), ((await rig.Count()).Ready, (await rig.Count()).Draining));
        Assert.Equal(3, rig.Cluster.Wanted);
        rig.Server.Fault = _ => null;
        await rig.Until(() => rig.Cluster.Taken.Count == 1, "it goes on");
        Assert.Equal([(victim, true)], rig.Cluster.Taken);
    }

    [Fact]
    public async Task A_server_that_was_restarted_is_listed_anew_and_a_drain_goes_on()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 3);
        rig.Cluster.Pods.ToList().ForEach(p => rig.Cluster.Held[p.Name] = 1);
        await rig.Stop(1);
        await rig.RestartServerAsync();
        rig.Cluster.Held.Clear();
        await rig.Until(() => rig.Actuator.Standing[0] is { Wanted: 2, Leaving: [] }, "it is gone, and seen to be");
        Assert.Single(rig.Cluster.Taken);
        Assert.True(rig.Cluster.Taken.Single().Drained);
    }

    [Fact]
    public async Task A_watch_that_is_too_old_lists_again()
    {
        await using var rig = await ClusterRig.StartAsync(Deployment, 2);
        rig.Server.Fault = request => request.Query.ContainsKey("watch") ? 503 : null;
        rig.Server.Forget();
        rig.Cluster.Scale(4);
        rig.Server.Forget();
        rig.Server.Fault = _ => null;
        await rig.Until(async () => (await rig.Count()).Ready == 4, "it sees what it missed");
    }

    [Fact]
    public async Task A_token_that_was_replaced_is_read_again()
    {
        var token = "old";
        await using var rig = await ClusterRig.StartAsync(Deployment, 2, r =>
        {
            r.Server.Token = "old";
            return r.With(token: () => token);
        });
        rig.Server.Token = "new";
        Assert.False((await rig.Start(1)).Applied);
        token = "new";
        Assert.True((await rig.Start(1)).Applied);
        Assert.Equal(3, rig.Cluster.Wanted);
    }

    private static bool IsScale(HttpRequest request) => request.Method == "PATCH" && request.Path.Value!.EndsWith("/scale", StringComparison.Ordinal);
}
