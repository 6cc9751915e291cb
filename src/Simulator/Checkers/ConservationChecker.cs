namespace SageServe.Simulator;

/// <summary>Every request that arrived ends once, or is still open when the run is over; interactive ones may not be. O(1) a request.</summary>
internal sealed class ConservationChecker : SimulationChecker
{
    private readonly Dictionary<long, ServiceTier> _open = [];

    public override void Arrived(SimTrack track) => Invariant.Holds(_open.TryAdd(track.Number, track.Arrival.Tier), "A request arrives once");

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now) =>
        Invariant.Holds(_open.Remove(track.Number), "Only a request that is open can end");

    public override void Finished(SimulationRun run) => Finished(run.Tally.Open.Count);

    public void Finished(int open)
    {
        Invariant.Holds(open == _open.Count, "The run's count of open requests is right");
        Invariant.Holds(!_open.Values.Any(tier => tier.IsInteractive()), "No interactive request is lost");
    }
}
