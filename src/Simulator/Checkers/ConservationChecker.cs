namespace SageServe.Simulator;

/// <summary>Every request that arrived ends once, or is still open when the run is over; interactive ones may not be. O(1) a request.</summary>
internal sealed class ConservationChecker : SimulationChecker
{
    private readonly Dictionary<long, ServiceTier> _open = [];

    public override void Arrived(SimTrack track) => Invariant.Holds(_open.TryAdd(track.Number, track.Arrival.Tier), "A request arrives once");

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now) =>
        Invariant.Holds(_open.Remove(track.Number), "Only a request that is open can end");

    public override void Finished(SimulationRun run) => Finished(run.Tally.Open.Count, InService(run));

    public void Finished(int open) => Finished(open, []);

    /// <summary>At the drain limit a request may still be served, late; one that no engine has any more is lost.</summary>
    private void Finished(int open, HashSet<long> inService)
    {
        Invariant.Holds(open == _open.Count, "The run's count of open requests is right");
        Invariant.Holds(!_open.Any(o => o.Value.IsInteractive() && !inService.Contains(o.Key)), "No interactive request is lost");
    }

    private static HashSet<long> InService(SimulationRun run)
    {
        var inService = new HashSet<long>();
        foreach (var replica in run.World.Regions.SelectMany(r => r.Replicas))
        {
            var read = replica.Engine.Read(run.Kernel.Now);
            if (replica.Legs.Count == read.Running + read.Waiting)
            {
                inService.UnionWith(replica.Legs.Values.Select(l => l.Track.Number));
            }
        }

        return inService;
    }
}
