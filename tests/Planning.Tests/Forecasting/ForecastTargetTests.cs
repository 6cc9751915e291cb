namespace SageServe.Planning.Tests;

public sealed class ForecastTargetTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Instant Start = TestWorld.Start;

    [Theory]
    [InlineData(5, 10, 14, 9.5)]
    [InlineData(0, 3, 2, 1)]
    public void The_span_is_read_from_the_bins_that_touch_it(int lead, int length, double peak, double mean)
    {
        var bins = Minutes(60);
        Assert.Equal(peak, Of(TargetKind.Peak, lead, length).Came(bins, Start, bins.End));
        Assert.Equal(mean, Of(TargetKind.Mean, lead, length).Came(bins, Start, bins.End));
    }

    [Fact]
    public void A_span_that_is_not_over_is_not_known_and_one_with_more_holes_than_bins_never_is()
    {
        var bins = new DemandGrid(new double[60], [.. Enumerable.Range(0, 60).Select(i => i < 6)], Minute, Start + Minute * 60);
        Assert.Null(Of(TargetKind.Peak, 50, 10).Came(bins, Start, bins.End - Minute));
        Assert.Equal(double.NaN, Of(TargetKind.Peak, 50, 10).Came(bins, Start, bins.End));
        Assert.Equal(0, Of(TargetKind.Peak, 0, 12).Came(bins, Start, bins.End));
    }

    [Fact]
    public void Of_a_path_the_peak_takes_steps_that_touch_it_and_the_mean_their_parts()
    {
        double[] path = [10, 20, 30, 40];
        var step = Minute * 10;
        Assert.Equal(30, Of(TargetKind.Peak, 5, 20).OfPath(path, step));
        Assert.Equal((10 * 5 + 20 * 10 + 30 * 5) / 20.0, Of(TargetKind.Mean, 5, 20).OfPath(path, step));
        Assert.Equal(40, Of(TargetKind.Peak, 60, 60).OfPath(path, step));
        Assert.Equal(double.NaN, Of(TargetKind.Peak, 0, 40).OfPath([1, double.NaN, 2, 3], step));
    }

    private static ForecastTarget Of(TargetKind kind, int lead, int length) => new(kind, Minute * lead, Minute * length);

    /// <summary>The value of each minute is its number.</summary>
    private static DemandGrid Minutes(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => (double)i)], [.. Enumerable.Repeat(true, count)], Minute, Start + Minute * count);
}
