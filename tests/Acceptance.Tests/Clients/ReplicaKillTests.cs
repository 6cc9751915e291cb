using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary>A replica dies under load.</summary>
[Collection(StackTests.Name)]
public sealed class ReplicaKillTests(SharedStack stack)
{
    private const string Model = "llama-3.1-70b";

    [Fact]
    public async Task No_request_without_a_byte_fails_and_the_retries_are_counted()
    {
        var region = stack.Plan.Ports.Regions[0];
        var before = (await stack.Admin.ReplicasAsync(region.ControlUrl, all: false, CancellationToken.None)).Replicas;
        Assert.True(before.Count(r => r.Pool.Model.Value == Model && r.State == ReplicaState.Ready) >= 2, "the deployment has others");

        // Long prompts: about three seconds without a byte each, so that the kill finds some waiting.
        var arrivals = Enumerable.Range(0, 16).Select(i => new Arrival(
            TimeSpan.FromMilliseconds(100 * i), i, Model, region.Region, ServiceTier.InteractiveNormal, true, 6000, 20));
        using var load = new OpenLoopReplayer(TimeProvider.System, new LoadOptions { For = TimeSpan.FromSeconds(3) }, _ => region.PublicUrl);
        var running = load.RunAsync(arrivals, CancellationToken.None);
        var victim = await BusyReplicaAsync(region);
        using var http = new HttpClient();
        using var killed = await http.PostAsync(new Uri(region.ControlUrl, $"/control/replicas/{victim}/kill"), null);
        killed.EnsureSuccessStatusCode();
        await running;

        var results = load.Totals.Snapshot();
        Assert.Equal(16, results.Count);
        Assert.All(results, r => Assert.True(r.Outcome is CallOutcome.Completed or CallOutcome.Broken, $"{r.Outcome}: {r.Error}"));
        Assert.All(results.Where(r => r.Outcome == CallOutcome.Broken), r => Assert.NotNull(r.FirstTokenAt));
        Assert.True(RequestCounts.Of(results).Retried >= 1, "at least one was without a byte on the killed replica");
    }

    private async Task<InstanceId> BusyReplicaAsync(RegionPorts region)
    {
        InstanceId? busy = null;
        await Eventually.True(
            async () =>
            {
                var replicas = await stack.Admin.ReplicasAsync(region.ControlUrl, all: false, CancellationToken.None);
                busy = replicas.Replicas.Where(r => r.Pool.Model.Value == Model && r.Running + r.Waiting >= 2).Select(r => (InstanceId?)r.Id).FirstOrDefault();
                return busy is not null;
            },
            "a replica has two requests");
        return busy!.Value;
    }
}
