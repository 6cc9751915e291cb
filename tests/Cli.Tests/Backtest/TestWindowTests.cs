namespace SageServe.Cli.Tests;

public sealed class TestWindowTests
{
    private static readonly Instant Start = Instant.From(DemandCsvFile.Start);
    private static readonly DemandSeriesId Series = new(new ModelId("m"), new RegionId("r"), ServiceTier.InteractiveFast);

    [Theory]
    [InlineData(null, null, 12.0, 24.0)]
    [InlineData(0.5, null, 24.0, 12.0)]
    [InlineData(0.5, 0.25, 6.0, 12.0)]
    [InlineData(null, 0.0, 0.0, 36.0)]
    [InlineData(null, 0.5, 12.0, 24.0)]
    [InlineData(7.0, null, 12.0, 24.0)]
    [InlineData(7.0, 7.0, 12.0, 24.0)]
    [InlineData(7.0, 0.0, 0.0, 36.0)]
    public void Of_a_day_and_a_half_so_many_hours_are_told_and_tested(double? days, double? history, double past, double tested)
    {
        var window = TestWindow.Of(Record(36), Options(days, history));
        Assert.Equal((past, tested), (window.Past.TotalHours, window.Tested.TotalHours));
        Assert.Equal(Start + TimeSpan.FromHours(36), window.End);
    }

    [Fact]
    public void It_ends_where_it_is_told_to_and_never_cuts_a_bin()
    {
        var window = TestWindow.Of(Record(36), Options(0.3, null) with { Until = Start + TimeSpan.FromMinutes(1000) });
        Assert.Equal(Start + TimeSpan.FromHours(16), window.End);
        Assert.Equal(Start + TimeSpan.FromHours(8), window.Start);
    }

    [Fact]
    public void Too_little_is_refused()
    {
        Assert.Contains("a backtest needs 30 min", Assert.Throws<BadInputException>(() => TestWindow.Of(Record(36), Options(1, null) with { Until = Start })).Message, StringComparison.Ordinal);
        Assert.Contains("leaves nothing to test", Assert.Throws<BadInputException>(() => TestWindow.Of(Record(36), Options(null, 2))).Message, StringComparison.Ordinal);
    }

    private static BacktestOptions Options(double? days, double? history) =>
        new() { File = "demand.csv", Catalog = "", Days = days, HistoryDays = history, Strategies = ["static"], Seeds = [1] };

    /// <summary>Bins of an hour.</summary>
    private static DemandRecord Record(int hours) =>
        new([.. Enumerable.Range(0, hours).Select(i => new DemandBin(Series, Start + TimeSpan.FromHours(i), TimeSpan.FromHours(1), 1, 1, 1))], []);
}
