namespace SageServe.Simulator;

/// <summary>Watches a run from outside and throws an <see cref="InvariantException"/> when a rule of the world is broken.</summary>
internal abstract class SimulationChecker
{
    public static IReadOnlyList<SimulationChecker> All() =>
        [new ConservationChecker(), new PlacementChecker(), new KvCapacityChecker(), new ReplicaBoundChecker(), new RegionCapacityChecker()];

    public virtual void Arrived(SimTrack track)
    {
    }

    /// <summary>Told before the track takes its outcome.</summary>
    public virtual void Ended(SimTrack track)
    {
    }

    /// <param name="leg">What is sent.</param>
    /// <param name="instance">Where to.</param>
    /// <param name="fleet">The snapshot that the gateway decided on.</param>
    public virtual void Forwarded(SimLeg leg, InstanceId instance, FleetSnapshot? fleet)
    {
    }

    public virtual void ReplicaRead(SimReplica replica)
    {
    }

    public virtual void FlowRead(FlowDriver driver)
    {
    }

    public virtual void Started(SimRegion region, SimReplica replica)
    {
    }

    /// <summary>The run is over with this many requests that have no end.</summary>
    public virtual void Finished(int open)
    {
    }
}
