using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Counts offered load where it enters, in bins of the envelope clock with exact boundaries. Only the last complete bin is told;
/// a series once seen is told as zero when nothing came.
/// </summary>
internal sealed class DemandMeter
{
    private readonly Lock _gate = new();
    private readonly EnvelopeClock _clock;
    private readonly RegionId _home;
    private readonly double _realSeconds;
    private readonly SortedDictionary<DemandSeriesId, DemandTally> _tallies = [];
    private ImmutableArray<DemandBin> _complete = [];
    private Instant _binStart;

    public DemandMeter(EnvelopeClock clock, GatewayOptions options)
    {
        _clock = clock;
        _home = new RegionId(options.Region);
        Bin = options.DemandBin;
        _realSeconds = clock.ToReal(Bin).TotalSeconds;
        _binStart = clock.Now.FloorTo(Bin);
        CompleteStart = _binStart - Bin;
    }

    /// <summary>Length of a bin, envelope time.</summary>
    public TimeSpan Bin { get; }

    /// <summary>Start of the last complete bin, envelope time.</summary>
    public Instant CompleteStart { get; private set; }

    public void Count(InferenceRequest request)
    {
        lock (_gate)
        {
            Roll();
            var series = new DemandSeriesId(request.Model, _home, request.Tier);
            if (!_tallies.TryGetValue(series, out var tally))
            {
                _tallies[series] = tally = new DemandTally();
            }

            tally.Requests++;
            tally.PromptTokens += request.PromptTokens;
            tally.OutputTokens += request.ExpectedOutputTokens;
        }
    }

    /// <summary>The last complete bin of every series seen so far.</summary>
    public ImmutableArray<DemandBin> LastComplete()
    {
        lock (_gate)
        {
            Roll();
            return _complete;
        }
    }

    private void Roll()
    {
        var start = _clock.Now.FloorTo(Bin);
        if (start == _binStart)
        {
            return;
        }

        // After a pause longer than a bin, the last complete one is empty.
        var hasGap = start - _binStart > Bin;
        CompleteStart = start - Bin;
        _complete = [.. _tallies.Select(t => t.Value.ToBin(t.Key, CompleteStart, Bin, _realSeconds, isEmpty: hasGap))];
        foreach (var tally in _tallies.Values)
        {
            tally.Clear();
        }

        _binStart = start;
    }
}
