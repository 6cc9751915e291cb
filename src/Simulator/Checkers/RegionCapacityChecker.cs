namespace SageServe.Simulator;

/// <summary>A region never holds more replicas and units of one kind of hardware than its GPUs allow.</summary>
internal sealed class RegionCapacityChecker : SimulationChecker
{
    public override void Started(SimRegion region, SimReplica replica) => Check(region, replica.Pool.Accelerator);

    public override void UnitStarted(SimUnit unit) => Check(unit.Region, unit.Group.Accelerator);

    private static void Check(SimRegion region, AcceleratorId accelerator)
    {
        var limit = region.Spec.Capacity.Where(c => c.Accelerator == accelerator).Sum(c => c.Replicas);
        var held = region.Replicas.Count(r => r.Unit is null && r.Pool.Accelerator == accelerator) + region.Units.Count(u => u.Group.Accelerator == accelerator);
        Invariant.Holds(held <= limit, "A region's replicas fit its GPUs");
    }
}
