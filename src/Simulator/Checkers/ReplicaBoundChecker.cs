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
        work.Requests <= 1 || work.Seconds <= options.ReplicaBoundSeconds * Share(options.Gateways, options.BorrowShare) + 1e-6,
        "Outstanding work keeps to the replica's bound");

    /// <summary>One gateway's own, and what it may borrow when the others have nothing there.</summary>
    private static double Share(int gateways, double borrow) => (1 + borrow * (1 - 1.0 / gateways)) / gateways;
}
