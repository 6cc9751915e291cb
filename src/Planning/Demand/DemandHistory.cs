using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Every demand series that was told of, as rings of bins. The first tick's bins seed it (two weeks of history come that way),
/// later ticks add to it. Bins longer than ours are spread over the bins that they cover, because a rate holds for all of them.
/// </summary>
internal sealed class DemandHistory
{
    /// <summary>Bins that a gateway's clock may be ahead.</summary>
    private const int Ahead = 2;

    private readonly SortedDictionary<DemandSeriesId, DemandSeries> _series = [];
    private readonly TimeSpan _bin;
    private readonly int _capacity;

    public DemandHistory(TimeSpan bin, TimeSpan history)
    {
        _bin = bin;
        _capacity = (int)Math.Clamp(history.Ticks / bin.Ticks, 1, 1 << 22);
    }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyDictionary<DemandSeriesId, DemandSeries> Series => _series;

    /// <summary>Length of a bin.</summary>
    public TimeSpan Bin => _bin;

    /// <summary>End of the newest bin of any series; null before the first.</summary>
    public Instant? End => _series.Count == 0 ? null : Start(_series.Values.Max(s => s.Newest) + 1);

    public Instant Start(long number) => new(DateTime.UnixEpoch.Ticks + number * _bin.Ticks);

    public long Number(Instant at) => Math.Max(0, (at.FloorTo(_bin).Ticks - DateTime.UnixEpoch.Ticks) / _bin.Ticks);

    /// <param name="bins">In any order.</param>
    /// <param name="now">
    /// Bins that end more than <see cref="Ahead"/> bins after this are refused: a gateway whose clock runs ahead would otherwise make every
    /// other series look old and its own look fresh for as long as it is wrong. Null takes any.
    /// </param>
    public AbsorbedBins Absorb(ImmutableArray<DemandBin> bins, Instant? now = null)
    {
        var latest = now is { } at ? at + _bin * Ahead : Instant.Max;
        var fresh = 0;
        var refused = 0;
        foreach (var bin in DemandOrder.Sort(bins))
        {
            var rates = new DemandRates(bin.PromptTokensPerSecond, bin.OutputTokensPerSecond, bin.RequestsPerSecond);
            if (!rates.IsSound || bin.Start + bin.Length > latest || bin.Length < _bin || bin.Length.Ticks / _bin.Ticks > _capacity || bin.Series.Model.IsNone || bin.Series.Origin.IsNone)
            {
                refused++;
                continue;
            }

            fresh += Add(bin, rates) ? 1 : 0;
        }

        return new AbsorbedBins(bins.Length, fresh, refused);
    }

    private bool Add(DemandBin bin, DemandRates rates)
    {
        if (!_series.TryGetValue(bin.Series, out var series))
        {
            _series.Add(bin.Series, series = new DemandSeries(_capacity));
        }

        var first = Number(bin.Start);
        var isNew = false;
        for (var i = 0L; i < bin.Length.Ticks / _bin.Ticks; i++)
        {
            isNew |= series.Add(first + i, rates);
        }

        return isNew;
    }
}
