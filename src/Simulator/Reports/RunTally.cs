namespace SageServe.Simulator;

/// <summary>Adds up a run as it goes; what is open is known one by one, what has ended only in sums.</summary>
internal sealed class RunTally
{
    private readonly TierTally[] _tiers;
    private readonly List<SimTrack> _open = [];

    public RunTally(ServingCatalog catalog) =>
        _tiers = [.. ServiceTiers.All.Select(tier => new TierTally(catalog, catalog.Level(tier)))];

    /// <summary>Requests that arrived.</summary>
    public int Requests { get; private set; }

    public int Completed { get; private set; }

    /// <summary>Ended otherwise than completed.</summary>
    public int Failed { get; private set; }

    /// <summary>Those that needed more than one attempt on a replica.</summary>
    public int Retried { get; private set; }

    /// <summary>Requests that arrived and have not ended, in no order.</summary>
    public IReadOnlyList<SimTrack> Open => _open;

    public TierTally Tier(ServiceTier tier) => _tiers[(int)tier];

    public void Arrived(SimTrack track)
    {
        Requests++;
        track.OpenSlot = _open.Count;
        _open.Add(track);
        Tier(track.Arrival.Tier).Arrived(track.Arrival);
    }

    public void Ended(SimTrack track)
    {
        var last = _open[^1];
        _open[track.OpenSlot] = last;
        last.OpenSlot = track.OpenSlot;
        _open.RemoveAt(_open.Count - 1);
        Completed += track.Outcome == RequestOutcome.Completed ? 1 : 0;
        Failed += track.Outcome == RequestOutcome.Completed ? 0 : 1;
        Retried += track.Attempts > 1 ? 1 : 0;
        Tier(track.Arrival.Tier).Ended(track);
    }

    /// <summary>To be called once, when the run is over.</summary>
    public void Stopped(Instant at)
    {
        foreach (var track in _open)
        {
            Retried += track.Attempts > 1 ? 1 : 0;
            Tier(track.Arrival.Tier).LeftOpen(track, at);
        }
    }
}
