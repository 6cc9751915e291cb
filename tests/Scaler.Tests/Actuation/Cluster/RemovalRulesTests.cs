using static SageServe.Scaler.Tests.Views;

namespace SageServe.Scaler.Tests;

public sealed class RemovalRulesTests
{
    private const string Deployment = WorkloadOptions.Deployment;
    private const string StatefulSet = WorkloadOptions.StatefulSet;

    [Fact]
    public void A_drained_pod_is_told_as_the_first_to_go_and_then_the_workload_is_scaled_by_one()
    {
        var pods = (ClusterPod[])[Pod("a"), Pod("b").Marked(), Pod("c")];
        Assert.Equal(RemovalKind.Wait, Decide(View(Deployment, 3, pods), pods[1], drained: false).Kind);
        Assert.Equal(RemovalKind.Prepare, Decide(View(Deployment, 3, pods), pods[1]).Kind);
        pods[1] = pods[1].Prepared(2);
        Assert.Equal(RemovalKind.Scale, Decide(View(Deployment, 3, pods), pods[1]).Kind);
        Assert.Equal(RemovalKind.Prepare, Decide(View(Deployment, 4, [.. pods, Pod("d")]), pods[1]).Kind);
        pods[1] = pods[1].Prepared(2, cost: false);
        Assert.Equal(RemovalKind.Prepare, Decide(View(Deployment, 3, pods), pods[1]).Kind);
    }

    [Fact]
    public void After_the_scale_its_controller_gets_time_and_then_is_judged()
    {
        var pods = (ClusterPod[])[Pod("a"), Pod("b").Marked().Prepared(2), Pod("c")];
        Assert.Equal(RemovalKind.Wait, Decide(View(Deployment, 2, pods), pods[1]).Kind);
        Assert.Equal(RemovalKind.AnotherWent, Decide(View(Deployment, 2, pods[0], pods[1]), pods[1]).Kind);
    }

    [Theory]
    [InlineData(nameof(PodClass.NotReady))]
    [InlineData(nameof(PodClass.Pending))]
    [InlineData(nameof(PodClass.Unassigned))]
    public void A_replica_set_is_never_scaled_in_while_another_pod_is_not_ready(string name)
    {
        var other = Enum.Parse<PodClass>(name);
        var victim = Pod("b").Marked().Prepared(2);
        var view = View(Deployment, 3, Pod("a", other), victim, Pod("c"));
        var step = Decide(view, victim);
        Assert.Equal((RemovalKind.Exchange, "a"), (step.Kind, step.Other!.Name));
        Assert.Equal(RemovalKind.Wait, Decide(view, victim, isLong: false).Kind);

        var both = View(Deployment, 3, Pod("a", other).Marked(), victim, Pod("c"));
        Assert.Equal(RemovalKind.Wait, Decide(both, victim).Kind);
        Assert.Equal(RemovalKind.Prepare, Decide(both, both.Live[0]).Kind);
    }

    [Fact]
    public void A_cost_as_low_that_somebody_else_wrote_is_respected()
    {
        var victim = Pod("b").Marked().Prepared(1);
        var step = Decide(View(Deployment, 2, Pod("a").With((ClusterNames.DeletionCost, "-2147483648")), victim), victim);
        Assert.Equal((RemovalKind.Exchange, "a"), (step.Kind, step.Other!.Name));
    }

    [Fact]
    public void A_replica_that_is_missing_is_given_up_instead_of_one_that_serves()
    {
        var victim = Pod("b").Marked();
        Assert.Equal(RemovalKind.CancelMissing, Decide(View(Deployment, 3, Pod("a"), victim), victim).Kind);
        var top = Pod("llama-1").Marked();
        Assert.Equal(RemovalKind.CancelMissing, Decide(View(StatefulSet, 3, Pod("llama-0"), top), top).Kind);
        var last = Pod("llama-2").Marked();
        Assert.Equal(RemovalKind.Wait, Decide(View(StatefulSet, 3, Pod("llama-1"), last), last).Kind);
    }

    [Fact]
    public void While_its_controller_takes_pods_away_nothing_more_is_asked_of_it()
    {
        var victim = Pod("b").Marked();
        Assert.Equal(RemovalKind.Wait, Decide(View(Deployment, 2, Pod("a"), victim, Pod("c")), victim).Kind);
    }

    [Theory]
    [InlineData(StatefulSet)]
    [InlineData(WorkloadOptions.LeaderWorkerSet)]
    public void Of_numbered_pods_the_highest_goes_whatever_was_marked(string kind)
    {
        var victim = Pod("llama-9").Marked();
        var step = Decide(View(kind, 11, [.. Enumerable.Range(0, 9).Select(i => Pod($"llama-{i}")), victim, Pod("llama-10")]), victim);
        Assert.Equal((RemovalKind.Exchange, "llama-10"), (step.Kind, step.Other!.Name));
        var alone = View(kind, 10, [.. Enumerable.Range(0, 9).Select(i => Pod($"llama-{i}")), victim]);
        Assert.Equal(RemovalKind.Prepare, Decide(alone, victim).Kind);
        var prepared = victim.Prepared(9, cost: false);
        Assert.Equal(RemovalKind.Scale, Decide(View(kind, 10, [.. alone.Live[..9], prepared]), prepared).Kind);
    }

    [Fact]
    public void A_pod_whose_machine_goes_is_neither_exchanged_nor_taken_below_the_minimum()
    {
        var victim = Pod("b").Marked().With((ClusterNames.ReclaimAt, "2026-03-02T08:02:00Z"));
        Assert.Equal(RemovalKind.Wait, Decide(View(Deployment, 2, Pod("a", PodClass.Pending), victim), victim).Kind);
        Assert.Equal(RemovalKind.Wait, Decide(View(Deployment, 2, Pod("a"), victim), victim, least: 2).Kind);
        Assert.Equal(RemovalKind.Prepare, Decide(View(Deployment, 3, Pod("a"), Pod("c"), victim), victim, least: 2).Kind);
    }

    [Fact]
    public void A_rollout_lets_it_wait()
    {
        var victim = Pod("b").Marked().Prepared(1);
        var step = Decide(View(Deployment, 2, Pod("a", owner: "rs-2"), victim), victim);
        Assert.Equal(RemovalKind.Wait, step.Kind);
        Assert.Contains("rollout", step.Why, StringComparison.Ordinal);
    }

    private static RemovalStep Decide(WorkloadView view, ClusterPod victim, bool drained = true, bool isLong = true, int least = 0) =>
        RemovalRules.Decide(view, victim, drained, _ => isLong, least);
}
