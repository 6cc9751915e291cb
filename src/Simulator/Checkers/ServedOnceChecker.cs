namespace SageServe.Simulator;

/// <summary>No request runs on two replicas at once, and one that completes was completed by exactly one of them. O(1) a request.</summary>
internal sealed class ServedOnceChecker : SimulationChecker
{
    private readonly Dictionary<long, SimReplica> _running = [];
    private readonly HashSet<long> _completed = [];

    public override void Sent(SimLeg leg, SimReplica replica) =>
        Invariant.Holds(_running.TryAdd(leg.Track.Number, replica), "A request runs on one replica at a time");

    public override void Left(SimLeg leg, SimReplica replica, bool completed)
    {
        var known = _running.Remove(leg.Track.Number, out var where) && where == replica;
        Invariant.Holds(known, "A request leaves the replica that it runs on");
        Invariant.Holds(!completed || _completed.Add(leg.Track.Number), "A request is completed by one replica");
    }

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now)
    {
        Invariant.Holds(!_running.ContainsKey(track.Number), "A request that ended runs nowhere");
        var completed = _completed.Remove(track.Number);
        Invariant.Holds(completed || outcome != RequestOutcome.Completed, "A request that completed was completed by a replica");
    }
}
