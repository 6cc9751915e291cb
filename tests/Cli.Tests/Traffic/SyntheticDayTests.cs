namespace SageServe.Cli.Tests;

public sealed class SyntheticDayTests
{
    private static readonly TrafficMix Mix = TrafficMix.Demo(new ServingCatalog(EmbeddedData.DemoCatalog()));

    [Fact]
    public void One_seed_gives_one_sequence_and_another_seed_another()
    {
        var first = Take(7, 30);
        Assert.Equal(first, Take(7, 30));
        Assert.NotEqual(first, Take(8, 30));
    }

    [Fact]
    public void Arrivals_ascend_and_are_numbered()
    {
        var arrivals = Take(1, 60);
        Assert.True(arrivals.Count > 100);
        Assert.Equal(Enumerable.Range(0, arrivals.Count), arrivals.Select(a => a.Sequence));
        Assert.Equal(arrivals.Select(a => a.At).Order(), arrivals.Select(a => a.At));
    }

    [Fact]
    public void The_mean_over_a_whole_day_is_the_rate_asked_for()
    {
        // A day in 200 s: 432 envelope seconds a second. Burstiness leaves a few percent.
        var day = new SyntheticDay(Mix, 20, UpDefaults.DayStart, 432, 3);
        var count = day.Arrivals().TakeWhile(a => a.At < TimeSpan.FromSeconds(200)).Count();
        Assert.InRange(count / 200.0, 20 * 0.9, 20 * 1.1);
    }

    [Fact]
    public void The_rate_follows_the_shape_and_is_not_multiplied_by_the_clock()
    {
        double CountPerSecond(double speed) =>
            new SyntheticDay(Mix, 10, UpDefaults.DayStart, speed, 1).Arrivals().TakeWhile(a => a.At < TimeSpan.FromSeconds(20)).Count() / 20.0;
        Assert.InRange(CountPerSecond(96) / CountPerSecond(1), 0.6, 1.8);
        var day = new SyntheticDay(Mix, 10, UpDefaults.DayStart, 96, 1);
        Assert.True(day.TotalRate(UpDefaults.DayStart + TimeSpan.FromHours(6)) > 1.5 * day.TotalRate(UpDefaults.DayStart), "afternoon above noon UTC");
    }

    [Fact]
    public void Every_tier_model_and_region_takes_part()
    {
        var arrivals = Take(1, 120);
        Assert.Equal(ServiceTiers.All, arrivals.Select(a => a.Tier).Distinct().Order());
        Assert.Equal(2, arrivals.Select(a => a.Model).Distinct().Count());
        Assert.Equal(3, arrivals.Select(a => a.Origin).Distinct().Count());
        Assert.All(arrivals.Where(a => a.Tier == ServiceTier.InteractiveFast), a => Assert.True(a.Streaming));
    }

    [Fact]
    public void Trace_speed_divides_times_and_changes_nothing_else()
    {
        TraceRow[] rows = [new(TimeSpan.Zero, 10, 5), new(TimeSpan.FromSeconds(10), 20, 6)];
        var slow = TraceArrivals.From(rows, Mix, 1, 1).ToList();
        var fast = TraceArrivals.From(rows, Mix, 10, 1).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), fast[1].At);
        Assert.Equal(slow.Select(a => a with { At = a.At / 10 }), fast);
    }

    private static List<Arrival> Take(ulong seed, int seconds) =>
        [.. new SyntheticDay(Mix, 9, UpDefaults.DayStart, 96, seed).Arrivals().TakeWhile(a => a.At < TimeSpan.FromSeconds(seconds))];
}
