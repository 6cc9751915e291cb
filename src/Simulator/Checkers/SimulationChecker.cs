using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Watches a run from outside and throws an <see cref="InvariantException"/> when a rule of the world is broken.</summary>
internal abstract class SimulationChecker
{
    public static IReadOnlyList<SimulationChecker> All() =>
    [
        new ConservationChecker(),
        new PlacementChecker(),
        new ServedOnceChecker(),
        new DeadlineChecker(),
        new KvCapacityChecker(),
        new ReplicaBoundChecker(),
        new RegionCapacityChecker(),
        new PlanFeasibilityChecker(),
        new CoResidencyChecker(),
    ];

    /// <summary>Told first, and once.</summary>
    public virtual void Begin(SimulationScenario scenario)
    {
    }

    public virtual void Arrived(SimTrack track)
    {
    }

    /// <summary>The first token reaches the client.</summary>
    public virtual void FirstToken(SimTrack track, Instant now)
    {
    }

    /// <summary>Told before the track takes its outcome.</summary>
    public virtual void Ended(SimTrack track, RequestOutcome outcome, Instant now)
    {
    }

    /// <summary>Told after the track took its outcome.</summary>
    public virtual void Closed(SimTrack track)
    {
    }

    /// <param name="leg">What is sent.</param>
    /// <param name="instance">Where to.</param>
    /// <param name="fleet">The snapshot that the gateway decided on.</param>
    public virtual void Forwarded(SimLeg leg, InstanceId instance, FleetSnapshot? fleet)
    {
    }

    /// <summary>An engine has taken it.</summary>
    public virtual void Sent(SimLeg leg, SimReplica replica)
    {
    }

    /// <summary>It is off the engine again: with its last token, or without (refused, lost, taken back).</summary>
    public virtual void Left(SimLeg leg, SimReplica replica, bool completed)
    {
    }

    /// <summary>Nobody waits any more for what it brings; it may run on until that is known there, and is not told of again.</summary>
    public virtual void Abandoned(SimLeg leg)
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

    /// <summary>GPUs that engines of a co-resident group share are paid for.</summary>
    public virtual void UnitStarted(SimUnit unit)
    {
    }

    /// <summary>They are given back, or lost.</summary>
    /// <param name="unit">Which.</param>
    /// <param name="at">Envelope time.</param>
    public virtual void UnitEnded(SimUnit unit, Instant at)
    {
    }

    /// <summary>A tick of the planner, before its actions are carried out.</summary>
    public virtual void Planned(TickInput input, PlanningEffects effects)
    {
    }

    /// <summary>The run is over, and tallied.</summary>
    public virtual void Finished(SimulationRun run)
    {
    }
}
