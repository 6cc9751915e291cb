namespace SageServe.Simulator;

/// <summary>Every request that arrived ends once, or is still open when the run is over; interactive ones may not be.</summary>
internal sealed class ConservationChecker : SimulationChecker
{
    private readonly HashSet<SimTrack> _open = [];

    public override void Arrived(SimTrack track) => Invariant.Holds(_open.Add(track), "A request arrives once");

    public override void Ended(SimTrack track) => Invariant.Holds(_open.Remove(track), "Only a request that is open can end");

    public override void Finished(int open)
    {
        Invariant.Holds(open == _open.Count, "The run's count of open requests is right");
        Invariant.Holds(!_open.Any(t => t.Arrival.Tier.IsInteractive()), "No interactive request is lost");
    }
}
