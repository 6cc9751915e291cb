namespace SageServe.Cli.Tests;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0, 0.97, 5, "0 0.2 0.4 0.6 0.8")]
    [InlineData(0, 87_000, 5, "0 20 k 40 k 60 k 80 k")]
    [InlineData(-3, 3, 3, "-2 0 2")]
    public void Linear_axes_have_round_steps(double min, double max, int about, string expected) =>
        Assert.Equal(expected, Texts(AxisKind.Number, new ChartScale(min, max, false, 0, 100), about));

    [Theory]
    [InlineData(0.9, 120, 8, "1 2 5 10 20 50 100")]
    [InlineData(0.001, 1000, 6, "0.001 0.01 0.1 1 10 100 1000")]
    [InlineData(1, 1e12, 6, "1 100 10 k 1 M 100 M 10 G 1000 G")]
    public void Logarithmic_axes_have_decades(double min, double max, int about, string expected) =>
        Assert.Equal(expected, Texts(AxisKind.Number, new ChartScale(min, max, true, 0, 100), about));

    [Fact]
    public void Clocks_stand_at_full_hours_and_name_the_day_at_midnight()
    {
        var monday = new DateTimeOffset(2024, 5, 13, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 3600.0;
        Assert.Equal("Mon 13 06:00 12:00 18:00 Tue 14", Texts(AxisKind.Clock, new ChartScale(monday, monday + 24, false, 0, 100), 5));
    }

    [Theory]
    [InlineData(0.0004, "0.4 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(1.5, "1.5 s")]
    [InlineData(600, "10 min")]
    [InlineData(86_400, "24 h")]
    public void Seconds_have_their_unit(double seconds, string expected) => Assert.Equal(expected, AxisTicks.Text(AxisKind.Seconds, seconds));

    [Fact]
    public void There_are_never_more_than_twice_as_many_as_asked() => Seeds.Check(300, (_, random) =>
    {
        var min = random.NextDouble() * 1000 - 500;
        var scale = new ChartScale(min, min + Math.Pow(10, random.NextDouble() * 12 - 6), false, 0, 100);
        var ticks = AxisTicks.For(AxisKind.Number, scale, 5);
        Assert.InRange(ticks.Count, 1, 11);
        Assert.All(ticks, t => Assert.InRange(t, scale.Min - 1e-9 * Math.Abs(min), scale.Max + 1e-9 * Math.Abs(min) + 1e-12));
    });

    private static string Texts(AxisKind kind, ChartScale scale, int about) =>
        string.Join(' ', AxisTicks.For(kind, scale, about).Select(t => AxisTicks.Text(kind, t)));
}
