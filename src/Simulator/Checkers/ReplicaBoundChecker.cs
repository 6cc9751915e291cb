using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A gateway keeps each replica under its bound, but for a single request that is longer.</summary>
internal sealed class ReplicaBoundChecker : SimulationChecker
{
    private readonly List<InstanceWork> _work = [];

    public override void FlowRead(FlowDriver driver)
    {
        var limit = driver.Options.ReplicaBoundSeconds / driver.Options.Gateways + 1e-6;
        _work.Clear();
        driver.Flow.ReadWork(_work);
        foreach (var work in _work)
        {
            Invariant.Holds(work.Requests <= 1 || work.Seconds <= limit, "Outstanding work keeps to the replica's bound");
        }
    }
}
