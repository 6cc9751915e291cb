namespace SageServe.Scaler.Tests;

/// <summary>
/// Scale-ins of random fleets over real sockets, while pods fall ill, recover and are deleted, requests end at random, and now and then a pod falls ill in the
/// very moment of the scale: whoever its controller takes was drained, or it is said that another went; and never one too many. One too few may go only when somebody deleted a pod that was to.
/// </summary>
public sealed class RandomScaleInTests
{
    private const int Rounds = 200;

    [Theory]
    [InlineData(WorkloadOptions.Deployment, 1)]
    [InlineData(WorkloadOptions.StatefulSet, 2)]
    [InlineData(WorkloadOptions.LeaderWorkerSet, 3)]
    public async Task Who_goes_was_drained_or_it_is_told_that_another_went(string kind, int seed)
    {
        await using var rig = await ClusterRig.StartAsync(kind, 3);
        var cruel = new CruelWorld(rig, seed);
        for (var round = 0; round < Rounds; round++)
        {
            var (because, others) = ($"{kind}, seed {seed}, round {round}", Others(rig));
            await cruel.FillAsync(because);
            var (before, taken) = (rig.Cluster.Wanted, rig.Cluster.Taken.Count);
            var receipt = await rig.Stop(cruel.Next(1, 3));
            Assert.True(receipt.Applied, $"{because}: {receipt.Text}");
            var wanted = before - receipt.Moved;
            for (var look = 0; !(IsSettled(rig) && (rig.Cluster.Wanted == wanted || look > 300 && cruel.MarksLost > 0)); look++)
            {
                Assert.True(look < 3000, $"{because}: not done; {string.Join("; ", rig.Actuator.Standing[0].Leaving)}; wanted {rig.Cluster.Wanted} of {before}, {receipt.Text}");
                cruel.Act(look);
                await rig.Actuator.ReconcileAsync(mayMove: true, default);
            }

            // What the last look read from the server is judged at the next one.
            await rig.Actuator.ReconcileAsync(mayMove: true, default);
            var bad = rig.Cluster.Taken.Skip(taken).Count(t => !t.Drained);
            Assert.True(bad <= Others(rig) - others, $"{because}: {bad} went undrained, {Others(rig) - others} were told");
            Assert.InRange(rig.Cluster.Wanted, wanted, wanted + cruel.MarksLost);
            Assert.DoesNotContain(rig.Cluster.Pods, p => p.IsMarked || p.ScaleTo is not null || p.Cost != 0);
        }

        Assert.True(rig.Cluster.Taken.Count(t => t.Drained) > Rounds * 3 / 4, "most go as they should");
        Assert.True(kind != WorkloadOptions.Deployment || Others(rig) > 0, "the worst moment came, and was told");
    }

    private static bool IsSettled(ClusterRig rig) =>
        rig.Cluster.Pods.Count == rig.Cluster.Wanted && rig.Actuator.Standing[0].Leaving.IsEmpty && !rig.Cluster.Pods.Any(p => p.IsMarked);

    private static int Others(ClusterRig rig) => rig.Log.Lines.Count(l => l.Contains("AnotherPodWent", StringComparison.Ordinal));
}
