using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Offered load by bin of the envelope clock, counted where requests enter. A silent series counts as zero from its first bin on.</summary>
internal sealed class DemandMeter(TimeSpan bin, double speed)
{
    private readonly SortedDictionary<DemandSeriesId, DemandTally> _series = [];
    private readonly List<DemandBin> _bins = [];

    public TimeSpan Bin { get; } = bin;

    public void Load(ImmutableArray<DemandBin> history) => _bins.AddRange(history.OrderBy(b => b.Start).ThenBy(b => b.Series));

    public void Count(in SimulatedArrival arrival)
    {
        var id = new DemandSeriesId(arrival.Model, arrival.Origin, arrival.Tier);
        _series[id] = _series.GetValueOrDefault(id).With(arrival);
    }

    /// <summary>Closes the bin that began then. A bin that the run did not see from its beginning tells too little and is left out.</summary>
    public void Close(Instant start, bool whole)
    {
        var seconds = Bin.TotalSeconds / speed;
        foreach (var (id, tally) in _series.ToList())
        {
            if (whole)
            {
                _bins.Add(new DemandBin(id, start, Bin, tally.PromptTokens / seconds, tally.OutputTokens / seconds, tally.Requests / seconds));
            }

            _series[id] = default;
        }
    }

    public ImmutableArray<DemandBin> Since(Instant start)
    {
        var first = _bins.Count;
        while (first > 0 && _bins[first - 1].Start >= start)
        {
            first--;
        }

        return [.. _bins[first..]];
    }
}
