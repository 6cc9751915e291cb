namespace SageServe.Hosting.Tests;

public sealed class DemandBinSpanTests
{
    [Fact]
    public void A_published_start_comes_back_exact_for_any_bin_of_the_grid() => Seeds.Check(200, (_, random) =>
    {
        var length = TimeSpan.FromTicks((1 + random.NextInt(100_000)) * TimeSpan.TicksPerMillisecond);
        var start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero) + length * random.NextInt(10_000)).FloorTo(length);

        Assert.Equal(new DemandBinSpan(start, length), DemandBinSpan.From(start.ToUnixSeconds(), length.TotalSeconds));
    });

    [Theory]
    [InlineData(double.NaN, 60.0)]
    [InlineData(1.7e9, double.NaN)]
    [InlineData(1.7e9, 0.0)]
    [InlineData(0.0, 60.0)]
    [InlineData(double.PositiveInfinity, 60.0)]
    [InlineData(null, 60.0)]
    [InlineData(1.7e9, null)]
    public void What_is_no_bin_is_none(double? start, double? length) => Assert.Null(DemandBinSpan.From(start, length));
}
