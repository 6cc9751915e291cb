namespace SageServe.Gateway.Tests;

public sealed class MinuteBucketTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Never_more_than_a_minutes_worth_and_the_refill_is_taken_in_any_window() => Seeds.Check(200, (_, draws) =>
    {
        var limit = (long)Between(draws, 1, 1_000_000);
        var bucket = new MinuteBucket(limit, Start);
        var (now, takes) = (Start, new List<(Instant At, long Units)>());
        for (var i = 0; i < 200; i++)
        {
            now += TimeSpan.FromTicks((long)Between(draws, 0, 20_000_000));
            var units = Math.Max(1, limit * Between(draws, 1, 300) / 1000);
            if (bucket.Level(now) >= units)
            {
                bucket.Add(-units, now);
                takes.Add((now, units));
            }
        }

        for (var first = 0; first < takes.Count; first += 7)
        {
            var sum = 0L;
            for (var last = first; last < takes.Count; last++)
            {
                sum += takes[last].Units;
                var window = (Int128)(takes[last].At - takes[first].At).Ticks;
                Assert.True(sum <= limit + (long)(window * limit / TimeSpan.TicksPerMinute) + 1, $"{sum} in {window} ticks at {limit} a minute");
            }
        }
    });

    [Fact]
    public void What_was_charged_too_much_comes_back_and_what_was_charged_too_little_is_owed_to_the_unit() => Seeds.Check(100, (_, draws) =>
    {
        var limit = (long)Between(draws, 100, 100_000);
        var (estimated, told) = (new MinuteBucket(limit, Start), new MinuteBucket(limit, Start));
        var now = Start;
        for (var i = 0; i < 50; i++)
        {
            now += TimeSpan.FromTicks((long)Between(draws, 0, 1_000_000));
            var (estimate, used) = ((long)Between(draws, 1, (int)limit / 20 + 2), (long)Between(draws, 1, (int)limit / 10 + 2));

            // No refill between charge and settlement is lost as long as the bucket is not full: it never is after the first big charge.
            if (i == 0)
            {
                estimated.Add(-limit, now);
                told.Add(-limit, now);
            }

            estimated.Add(-estimate, now);
            estimated.Add(estimate - used, now);
            told.Add(-used, now);
        }

        Assert.Equal(told.Level(now), estimated.Level(now));
        Assert.Equal(told.ResetAfter(now), estimated.ResetAfter(now));
    });

    [Fact]
    public void Who_waits_as_told_finds_it_and_a_tick_earlier_does_not() => Seeds.Check(100, (_, draws) =>
    {
        var limit = (long)Between(draws, 1, 1_000_000);
        var bucket = new MinuteBucket(limit, Start);
        bucket.Add(-limit, Start);
        var wanted = 1 + (long)(draws.NextDouble() * (limit - 1));
        var wait = bucket.WaitFor(wanted, Start)!.Value;

        Assert.True(bucket.Level(Start + wait - TimeSpan.FromTicks(1)) < wanted);
        Assert.True(bucket.Level(Start + wait) >= wanted);
        Assert.Null(bucket.WaitFor(limit + 1, Start));
    });

    [Fact]
    public void A_refund_never_fills_it_above_its_limit_and_a_new_limit_keeps_what_is_used()
    {
        var bucket = new MinuteBucket(60, Start);
        bucket.Add(1000, Start);
        Assert.Equal(60, bucket.Level(Start));
        bucket.Add(-40, Start);
        bucket.SetLimit(100, Start);
        Assert.Equal(60, bucket.Level(Start));
        bucket.SetLimit(30, Start);
        Assert.Equal(-10, bucket.Level(Start));
        Assert.Equal(TimeSpan.FromSeconds(80), bucket.ResetAfter(Start));
    }

    [Fact]
    public void A_days_budget_is_full_again_at_midnight_UTC_and_not_before()
    {
        var budget = new DayBudget(100, Start);
        budget.Add(-90, Start);
        var midnight = Start + TimeSpan.FromHours(18);
        Assert.Equal(TimeSpan.FromHours(18), budget.WaitFor(11, Start));
        Assert.Equal(TimeSpan.Zero, budget.WaitFor(10, Start));
        Assert.Equal(10, budget.Level(midnight - TimeSpan.FromTicks(1)));
        Assert.Equal(100, budget.Level(midnight));

        // Given back for yesterday.
        budget.Add(50, midnight);
        Assert.Equal(100, budget.Level(midnight));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.001, "1ms")]
    [InlineData(0.0004, "1ms")]
    [InlineData(0.999, "999ms")]
    [InlineData(1, "1s")]
    [InlineData(8.64, "8.64s")]
    [InlineData(60, "1m0s")]
    [InlineData(360, "6m0s")]
    [InlineData(3661.5, "1h1m1.5s")]
    [InlineData(-5, "0s")]
    public void Durations_are_written_as_Go_writes_them(double seconds, string text) => Assert.Equal(text, GoDuration.Text(TimeSpan.FromSeconds(seconds)));

    private static int Between(RandomStream draws, int from, int to) => from + draws.NextInt(to - from);
}
