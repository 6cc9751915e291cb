namespace SageServe.Simulator;

/// <summary>A gateway sends a request only to replicas that it sees ready, and to none of them twice. O(replicas of the model).</summary>
internal sealed class PlacementChecker : SimulationChecker
{
    public override void Forwarded(SimLeg leg, InstanceId instance, FleetSnapshot? fleet)
    {
        Invariant.Holds(IsSeenReady(fleet?.Find(leg.Request.Model), instance), "Only replicas seen ready get requests");
        Invariant.Holds(leg.FirstReplica != instance && leg.LaterReplicas?.Contains(instance) != true, "No replica gets a request twice");
        if (leg.FirstReplica.IsNone)
        {
            leg.FirstReplica = instance;
        }
        else
        {
            (leg.LaterReplicas ??= []).Add(instance);
        }
    }

    private static bool IsSeenReady(DeploymentSnapshot? deployment, InstanceId instance)
    {
        foreach (var seen in deployment?.Instances ?? [])
        {
            if (seen.Id == instance)
            {
                return seen.Phase == InstancePhase.Ready;
            }
        }

        return false;
    }
}
