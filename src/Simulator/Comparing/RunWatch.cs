namespace SageServe.Simulator;

/// <summary>Tells a comparison's watch how far one run is, and ends the run when the user has had enough.</summary>
internal sealed class RunWatch(ComparisonKey key, SimulationScenario scenario, IComparisonWatch? watch, CancellationToken stop) : SimulationChecker
{
    private const int Every = 1024;
    private long _arrivals;

    public override void Arrived(SimTrack track)
    {
        if (++_arrivals % Every == 0)
        {
            stop.ThrowIfCancellationRequested();
            watch?.Progressed(key, (track.Arrival.At - scenario.Start) / scenario.Duration);
        }
    }
}
