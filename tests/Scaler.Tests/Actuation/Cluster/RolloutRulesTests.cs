using SageServe.Kubernetes;
using static SageServe.Scaler.Tests.Views;

namespace SageServe.Scaler.Tests;

public sealed class RolloutRulesTests
{
    [Theory]
    [InlineData(WorkloadOptions.Deployment)]
    [InlineData(WorkloadOptions.StatefulSet)]
    [InlineData(WorkloadOptions.LeaderWorkerSet)]
    public void What_its_controller_has_not_seen_freezes_every_kind(string kind)
    {
        Assert.Null(Frozen(kind, new WorkloadStatus { ObservedGeneration = 4, Replicas = 2, UpdatedReplicas = 2 }, generation: 4));
        Assert.NotNull(Frozen(kind, new WorkloadStatus { ObservedGeneration = 3, Replicas = 2, UpdatedReplicas = 2 }, generation: 4));
    }

    [Fact]
    public void A_deployment_rolls_while_pods_are_of_two_revisions()
    {
        Assert.Null(Frozen(WorkloadOptions.Deployment, new WorkloadStatus { Replicas = 2, UpdatedReplicas = 2 }));
        Assert.NotNull(Frozen(WorkloadOptions.Deployment, new WorkloadStatus { Replicas = 3, UpdatedReplicas = 2 }));
        Assert.NotNull(Frozen(WorkloadOptions.Deployment, new WorkloadStatus { Replicas = 2 }));
        Assert.NotNull(RolloutRules.FrozenBecause(View(WorkloadOptions.Deployment, 2, Pod("a"), Pod("b", owner: "rs-2"))));
    }

    [Fact]
    public void A_stateful_set_rolls_between_two_revisions()
    {
        Assert.Null(Frozen(WorkloadOptions.StatefulSet, new WorkloadStatus { CurrentRevision = "r1", UpdateRevision = "r1" }));
        Assert.NotNull(Frozen(WorkloadOptions.StatefulSet, new WorkloadStatus { CurrentRevision = "r1", UpdateRevision = "r2" }));
    }

    [Fact]
    public void A_leader_worker_set_says_itself_that_it_rolls()
    {
        Assert.Null(Frozen(WorkloadOptions.LeaderWorkerSet, new WorkloadStatus { Conditions = [new PodCondition("UpdateInProgress", "False")] }));
        Assert.NotNull(Frozen(WorkloadOptions.LeaderWorkerSet, new WorkloadStatus { Conditions = [new PodCondition("UpdateInProgress", "True")] }));
    }

    private static string? Frozen(string kind, WorkloadStatus status, long? generation = null) => RolloutRules.FrozenBecause(
        View(kind, 2, Pod("a"), Pod("b")) with { Workload = new Workload { Metadata = new ObjectMeta { Generation = generation }, Status = status } });
}
