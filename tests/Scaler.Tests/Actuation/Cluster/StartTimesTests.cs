using SageServe.Kubernetes;
using static SageServe.Scaler.Tests.Views;

namespace SageServe.Scaler.Tests;

public sealed class StartTimesTests
{
    private readonly StartTimes _times = new(TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(5, "warm")]
    [InlineData(70, "cold")]
    public void A_start_is_measured_once_and_its_image_told_by_how_soon_it_ran(int runsAfter, string image)
    {
        Assert.Empty(_times.See([Starting("a")]));
        var time = Assert.Single(_times.See([Ready("a", machine: 20, runs: 20 + runsAfter, ready: 300, (ClusterNames.Weights, "local"))]));
        Assert.Equal(new StartTime("a", 300, 20, "new", image, "local"), time);
        Assert.Empty(_times.See([Ready("a", machine: 20, runs: 25, ready: 300)]));
        Assert.Equal([time], _times.Last);
    }

    [Fact]
    public void One_that_was_ready_when_it_was_first_seen_or_has_restarted_tells_nothing()
    {
        Assert.Empty(_times.See([Ready("a", 1, 2, 3), Starting("b", restarts: 1)]));
        Assert.Empty(_times.See([Ready("a", 1, 2, 3), Ready("b", 1, 2, 3)]));
    }

    [Theory]
    [InlineData(false, false, false, "new")]
    [InlineData(true, true, false, "new")]
    [InlineData(false, true, false, "swap")]
    [InlineData(false, true, true, "reclaimed")]
    [InlineData(false, false, true, "reclaimed")]
    public void What_a_start_waited_for_is_told_apart(bool hasMachine, bool isSwap, bool isPromised, string cause)
    {
        _times.See([Waiting("a", hasMachine, isPromised: false)], isSwap);
        _times.See([Waiting("a", hasMachine, isPromised)], isSwap);
        _times.See([Starting("a")]);
        Assert.Equal(cause, Assert.Single(_times.See([Ready("a", machine: 20, runs: 25, ready: 300)], isSwap)).Cause);
    }

    private static ClusterPod Waiting(string name, bool hasMachine, bool isPromised) => new(Pod(name, hasMachine ? PodClass.Pending : PodClass.Unassigned).Source with
    {
        Status = new PodStatus { Phase = "Pending", NominatedNodeName = isPromised ? "n" : null },
    });

    private static ClusterPod Starting(string name, int restarts = 0) => new(Pod(name, PodClass.Pending).Source with
    {
        Status = new PodStatus { Phase = "Pending", ContainerStatuses = [new ContainerStatus("vllm", restarts)] },
    });

    private static ClusterPod Ready(string name, int machine, int runs, int ready, params (string, string)[] annotations) => new(Pod(name, annotations: annotations).Source with
    {
        Status = new PodStatus
        {
            Phase = "Running",
            Conditions = [new PodCondition("PodScheduled", "True", Start.AddSeconds(machine)), new PodCondition("Ready", "True", Start.AddSeconds(ready))],
            ContainerStatuses = [new ContainerStatus("vllm", 0, new ContainerState(new ContainerRunning(Start.AddSeconds(runs))))],
        },
    });
}
