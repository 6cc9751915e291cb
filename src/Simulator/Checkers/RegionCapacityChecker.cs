namespace SageServe.Simulator;

/// <summary>A region never holds more replicas of one kind of hardware than its GPUs allow.</summary>
internal sealed class RegionCapacityChecker : SimulationChecker
{
    public override void Started(SimRegion region, SimReplica replica)
    {
        var limit = region.Spec.Capacity.Where(c => c.Accelerator == replica.Pool.Accelerator).Sum(c => c.Replicas);
        var held = region.Replicas.Count(r => r.Pool.Accelerator == replica.Pool.Accelerator);
        Invariant.Holds(held <= limit, "A region's replicas fit its GPUs");
    }
}
