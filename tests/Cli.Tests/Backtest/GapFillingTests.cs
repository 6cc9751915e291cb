using System.Collections.Immutable;

namespace SageServe.Cli.Tests;

public sealed class GapFillingTests
{
    private static readonly Instant Start = Instant.From(DemandCsvFile.Start);
    private static readonly TimeSpan Bin = TimeSpan.FromMinutes(10);
    private static readonly DemandSeriesId Series = new(new ModelId("m"), new RegionId("r"), ServiceTier.InteractiveFast);

    [Fact]
    public void A_short_gap_is_a_straight_line()
    {
        var (bins, gaps) = Fill([.. At(0, 1, 2, 5, 6)], 0, 7);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], bins.Select(b => Math.Round(b.RequestsPerSecond, 9)));
        Assert.Equal(new DemandGap(Series, Start + Bin * 3, Start + Bin * 5, DemandGap.Line), Assert.Single(gaps));
    }

    [Fact]
    public void A_long_gap_takes_the_same_time_of_the_nearest_day()
    {
        // Two days; the second lacks two hours and a half, the first one bin of them.
        const int Day = 144;
        var (bins, gaps) = Fill([.. At([.. Enumerable.Range(0, 2 * Day).Where(i => i is not (Day + 30) and not 30 && i is not (> Day + 30 and < Day + 45))])], Day, 2 * Day);
        Assert.Equal(Day, bins.Length);
        Assert.Equal(DemandGap.OtherDay, Assert.Single(gaps).FilledBy);
        Assert.Equal(40, bins[40].RequestsPerSecond);
        Assert.InRange(bins[30].RequestsPerSecond, Day + 29, Day + 31);
    }

    [Fact]
    public void Before_its_first_bin_and_after_its_last_there_was_none_of_a_series()
    {
        var (bins, gaps) = Fill([.. At(3, 4, 5)], 0, 9);
        Assert.Equal(3, bins.Length);
        Assert.Empty(gaps);
    }

    [Fact]
    public void A_gap_at_the_edge_of_the_test_is_filled_from_what_lies_beyond()
    {
        var (bins, gaps) = Fill([.. At(1, 4, 7)], 2, 6);
        Assert.Equal([2, 3, 4, 5], bins.Select(b => Math.Round(b.RequestsPerSecond, 9)));
        Assert.Equal(2, gaps.Count);
    }

    private static (ImmutableArray<DemandBin> Bins, IReadOnlyList<DemandGap> Gaps) Fill(ImmutableArray<DemandBin> bins, int from, int to)
    {
        var (filled, gaps) = GapFilling.Of(bins, new TestWindow(Start, Start + Bin * from, Start + Bin * to));
        return (filled.Sort((a, b) => a.Start.CompareTo(b.Start)), gaps);
    }

    /// <summary>Bins whose rate is their number.</summary>
    private static IEnumerable<DemandBin> At(params int[] numbers) => numbers.Select(n => new DemandBin(Series, Start + Bin * n, Bin, 10 * n, n, n));
}
