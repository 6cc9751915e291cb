namespace SageServe.Planning.Tests;

public sealed class GridCleanerTests
{
    private const int Day = 144;

    [Fact]
    public void A_spike_is_not_learnt_and_everything_else_stays() => Seeds.Check(5, (_, random) =>
    {
        var values = Noisy(random, t => 100 + 60 * Math.Sin(2 * Math.PI * t / Day));
        var at = Day + random.NextInt(2 * Day);
        var usual = values[at];
        values[at] *= 12;

        var clean = GridCleaner.Clean(TraceSeries.Grid(values), values.Length);

        Assert.InRange(clean.Values[at], usual / 2, usual * 2);
        Assert.True(Enumerable.Range(0, values.Length).Count(t => clean.Values[t] != values[t]) <= 3);
    });

    [Fact]
    public void A_rise_that_stays_a_peak_of_every_day_and_the_newest_hour_are_no_spikes() => Seeds.Check(5, (_, random) =>
    {
        var values = Noisy(random, t => (t > 3 * Day ? 300 : 100) + (t % Day == 60 ? 800 : 0));
        values[^1] = 5000;
        var grid = TraceSeries.Grid(values);
        Assert.Equal(values, GridCleaner.Clean(grid, values.Length).Values);
    });

    [Fact]
    public void What_is_not_known_is_neither_looked_at_nor_changed() => Seeds.Check(5, (_, random) =>
    {
        var values = Noisy(random, _ => 100);
        values[4 * Day] = 3000;
        var grid = TraceSeries.Grid(values);
        Assert.Same(grid, GridCleaner.Clean(grid, 4 * Day));
        Assert.NotSame(grid, GridCleaner.Clean(grid, 4 * Day + 20));
    });

    private static double[] Noisy(RandomStream random, Func<int, double> level) =>
        [.. Enumerable.Range(0, 5 * Day).Select(t => level(t) * Math.Exp(0.05 * random.NextGaussian()))];
}
