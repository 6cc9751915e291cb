using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A gateway keeps each replica under its bound, but for a single request that is longer.</summary>
internal sealed class ReplicaBoundChecker : SimulationChecker
{
    private readonly List<InstanceWork> _work = [];

    public override void FlowRead(FlowDriver driver)
    {
        _work.Clear();
        driver.Flow.ReadWork(_work);
        foreach (var work in _work)
        {
            Check(work, driver.Options);
        }
    }

    public static void Check(in InstanceWork work, ModelFlowOptions options) => Invariant.Holds(
        work.Requests <= 1 || work.Seconds <= options.ReplicaBoundSeconds / options.Gateways + 1e-6,
        "Outstanding work keeps to the replica's bound");
}
