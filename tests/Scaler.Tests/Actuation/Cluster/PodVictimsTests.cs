using static SageServe.Scaler.Tests.Views;

namespace SageServe.Scaler.Tests;

public sealed class PodVictimsTests
{
    [Fact]
    public void Of_a_replica_set_those_go_first_that_its_controller_takes_first_then_the_least_work_then_the_newest()
    {
        var view = View(
            WorkloadOptions.Deployment, 7, Pod("busy", age: 5), Pod("idle-old", age: 50), Pod("idle-new", age: 10), Pod("sick", PodClass.NotReady), Pod("pending", PodClass.Pending), Pod("waits", PodClass.Unassigned), Pod("leaves").Marked());
        Assert.Equal(["waits", "pending", "sick", "idle-new", "idle-old", "busy"], PodVictims.Choose(view, 9, p => p.Name == "busy" ? 3 : 0).Select(p => p.Name));
    }

    [Fact]
    public void Of_numbered_pods_the_highest_go_by_number_and_not_by_name()
    {
        var view = View(WorkloadOptions.StatefulSet, 12, Enumerable.Range(0, 12).Select(i => i == 11 ? Pod($"llama-{i}").Marked() : Pod($"llama-{i}", i == 2 ? PodClass.NotReady : PodClass.Ready)));
        Assert.Equal(["llama-10", "llama-9"], PodVictims.Choose(view, 2, _ => 0).Select(p => p.Name));
    }

    [Fact]
    public void A_pod_tells_what_it_is()
    {
        Assert.True(Pod("a").Marked().IsMarked);
        Assert.False(Pod("a").With((ClusterNames.Draining, "false")).IsMarked);
        Assert.Equal(0, Pod("a").With((ClusterNames.DeletionCost, "much")).Cost);
        Assert.Equal("http://10.0.0.7:8000", Pod("a").Url("http"));
        Assert.Null(Pod("a").Url("metrics"));
        Assert.Equal((12, -1), (Pod("llama-12").Ordinal, Pod("llama-x").Ordinal));
        Assert.True(Pod("a").With((ClusterNames.ReclaimAt, "2026-03-02T08:02:00Z")).IsReclaimed);
    }
}
