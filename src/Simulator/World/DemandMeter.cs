using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Offered load by bin of the envelope clock, counted where requests enter. A silent series counts as zero from its first bin on.</summary>
internal sealed class DemandMeter(TimeSpan bin, double speed)
{
    /// <summary>Bins that nobody asked for any more are dropped this many at a time.</summary>
    private const int Outdated = 1 << 14;
    private static readonly TimeSpan Spare = TimeSpan.FromDays(1);

    private readonly SortedDictionary<DemandSeriesId, DemandTally> _series = [];
    private readonly List<DemandBin> _bins = [];

    public TimeSpan Bin { get; } = bin;

    public void Load(ImmutableArray<DemandBin> history) => _bins.AddRange(history.OrderBy(b => b.Start).ThenBy(b => b.Series));

    /// <summary>The tally of a series, to be counted into from now on; one that is asked for counts as seen. O(log series).</summary>
    public DemandTally Of(DemandSeriesId id)
    {
        if (!_series.TryGetValue(id, out var tally))
        {
            _series.Add(id, tally = new DemandTally());
        }

        return tally;
    }

    /// <summary>Closes the bin that began then. A bin that the run did not see from its beginning tells too little and is left out.</summary>
    public void Close(Instant start, bool whole)
    {
        var seconds = Bin.TotalSeconds / speed;
        foreach (var (id, tally) in _series)
        {
            if (whole)
            {
                _bins.Add(new DemandBin(id, start, Bin, tally.PromptTokens / seconds, tally.OutputTokens / seconds, tally.Requests / seconds));
            }

            tally.Clear();
        }
    }

    /// <summary>
    /// Bins that begin then or later. The planner keeps what it was told and asks for what is new and a little overlap, so that bins a
    /// day before that can go: a run of any length keeps the same amount.
    /// </summary>
    public ImmutableArray<DemandBin> Since(Instant start)
    {
        var first = FirstFrom(start);
        ImmutableArray<DemandBin> bins = [.. _bins[first..]];
        var old = FirstFrom(start - Spare);
        if (old > Outdated)
        {
            _bins.RemoveRange(0, old);
        }

        return bins;
    }

    private int FirstFrom(Instant start)
    {
        var first = _bins.Count;
        while (first > 0 && _bins[first - 1].Start >= start)
        {
            first--;
        }

        return first;
    }
}
