namespace SageServe.Simulator;

/// <summary>A request goes only to replicas that its gateway sees ready, and to none of them twice.</summary>
internal sealed class PlacementChecker : SimulationChecker
{
    public override void Forwarded(SimLeg leg, InstanceId instance, FleetSnapshot? fleet)
    {
        var seen = fleet?.Find(leg.Request.Model)?.Instances.FirstOrDefault(i => i.Id == instance);
        Invariant.Holds(seen is { Phase: InstancePhase.Ready }, "Only replicas seen ready get requests");
        Invariant.Holds(leg.Tried.Add(instance), "No replica gets a request twice");
    }
}
