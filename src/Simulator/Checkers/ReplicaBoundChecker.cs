using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A gateway keeps each replica under its bound, but for a single request that is longer.</summary>
internal sealed class ReplicaBoundChecker : SimulationChecker
{
    public override void FlowRead(FlowDriver driver, FlowReadout read)
    {
        var options = driver.Options;
        foreach (var work in read.Work)
        {
            Invariant.Holds(work.Requests <= 1 || work.Seconds <= options.ReplicaBoundSeconds / options.Gateways + 1e-6, "Outstanding work keeps to the replica's bound");
        }
    }
}
