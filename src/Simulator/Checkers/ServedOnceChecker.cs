namespace SageServe.Simulator;

/// <summary>No request runs on two replicas at once, and one that completes was completed by exactly one of them. O(1) a request.</summary>
internal sealed class ServedOnceChecker : SimulationChecker
{
    private readonly Dictionary<long, SimLeg> _running = [];
    private readonly Dictionary<long, SimLeg> _completed = [];

    public override void Sent(SimLeg leg, SimReplica replica) =>
        Invariant.Holds(_running.TryAdd(leg.Track.Number, leg), "A request runs on one replica at a time");

    public override void Left(SimLeg leg, SimReplica replica, bool completed)
    {
        var known = _running.Remove(leg.Track.Number, out var running) && running == leg;
        Invariant.Holds(known, "A request leaves the replica that it runs on");
        Invariant.Holds(!completed || _completed.TryAdd(leg.Track.Number, leg), "A request is completed by one replica");
    }

    public override void Abandoned(SimLeg leg)
    {
        Forget(_running, leg);
        Forget(_completed, leg);
    }

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now)
    {
        Invariant.Holds(!_running.ContainsKey(track.Number), "A request that ended runs nowhere");
        var completed = _completed.Remove(track.Number);
        Invariant.Holds(completed || outcome != RequestOutcome.Completed, "A request that completed was completed by a replica");
    }

    private static void Forget(Dictionary<long, SimLeg> legs, SimLeg leg)
    {
        if (legs.TryGetValue(leg.Track.Number, out var known) && (known == leg || known.Origin == leg))
        {
            legs.Remove(leg.Track.Number);
        }
    }
}
