namespace SageServe.Gateway.Tests;

/// <summary>Several gateways share one limit through a bucket of their own kind; time moves in steps and reports may be lost for a while.</summary>
public sealed class AllowanceTests
{
    private const int Gateways = 4;
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero));
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Together_linked_gateways_stay_within_the_limit_and_one_request_each() => Seeds.Check(40, (_, draws) =>
    {
        var (limit, largest) = (600L, 5L);
        var (taken, asked, elapsed) = Run(draws, limit, largest, _ => true);

        Assert.True(asked > limit, $"only {asked} asked");
        Assert.True(taken <= Ideal(limit, elapsed) + Gateways * largest, $"{taken} in {elapsed}");
        Assert.True(taken >= Math.Min(asked, Ideal(limit, elapsed)) * 0.7, $"only {taken} of {asked} in {elapsed}");
    });

    [Fact]
    public void Cut_off_gateways_grant_their_share_and_at_most_one_more_burst_with_their_last_slices() => Seeds.Check(40, (_, draws) =>
    {
        var (limit, largest) = (600L, 5L);
        var (taken, _, elapsed) = Run(draws, limit, largest, second => second < 20);

        Assert.True(taken <= Ideal(limit, elapsed) + limit + Gateways * largest, $"{taken} in {elapsed}");
        Assert.True(taken > limit * 1.2, $"only {taken}: nothing was granted during the cut");
    });

    [Fact]
    public void A_tiny_limit_still_lets_the_first_request_in_at_any_gateway()
    {
        var allowance = new Allowance(3, (n, at) => new MinuteBucket(n, at), Start);
        var link = new QuotaLink(QuotaMode.Linked, 16);
        Assert.True(allowance.Has(1, link, Start));
        allowance.Take(1, link, Start);
        Assert.False(allowance.Has(1, link, Start));
        Assert.True(allowance.IsUrgent);
    }

    [Fact]
    public void An_untouched_slice_goes_back_and_a_refused_size_is_asked_for()
    {
        var allowance = new Allowance(1000, (n, at) => new MinuteBucket(n, at), Start);
        var link = new QuotaLink(QuotaMode.Linked, 4);
        allowance.Take(10, link, Start);
        Assert.False(allowance.Has(600, link, Start));
        var report = allowance.Report(Start);
        Assert.Equal((10, 600), (report.Spent, report.Wanted));
        Assert.Equal(report, allowance.Report(Start));
        allowance.Answered(600, 390, Start);
        Assert.True(allowance.Has(600, link, Start));

        var idle = allowance.Report(Start + Allowance.SliceExpiry);
        Assert.Equal(-600, idle.Spent);
        allowance.Answered(0, 1000, Start + Allowance.SliceExpiry);
    }

    private static double Ideal(long limit, TimeSpan elapsed) => limit + limit * elapsed.TotalMinutes;

    private static (long Taken, long Asked, TimeSpan Elapsed) Run(RandomStream draws, long limit, long largest, Func<double, bool> linked)
    {
        var shared = new MinuteBucket(limit, Start);
        var gateways = Enumerable.Range(0, Gateways).Select(_ => new Allowance(limit, (n, at) => new MinuteBucket(n, at), Start)).ToArray();
        var (taken, asked, now) = (0L, 0L, Start);
        var elapsed = TimeSpan.FromSeconds(60);
        var busy = Between(draws, 1, Gateways + 1);
        for (var step = 0; now - Start < elapsed; step++, now += Step)
        {
            var link = new QuotaLink(linked((now - Start).TotalSeconds) ? QuotaMode.Linked : QuotaMode.Cut, Gateways);
            for (var i = 0; i < 4; i++)
            {
                var units = (long)Between(draws, 1, (int)largest + 1);
                var gateway = gateways[Between(draws, 0, busy)];
                asked += units;
                if (gateway.Has(units, link, now))
                {
                    gateway.Take(units, link, now);
                    taken += units;
                }
            }

            foreach (var gateway in gateways.Where(g => link.Mode == QuotaMode.Linked && (step % 25 == 0 || g.IsUrgent)))
            {
                Report(gateway, shared, now);
            }
        }

        return (taken, asked, elapsed);
    }

    // What the script does with one limit.
    private static void Report(Allowance gateway, MinuteBucket shared, Instant now)
    {
        var report = gateway.Report(now);
        shared.Add(-report.Spent, now);
        var granted = Math.Max(0, Math.Min(report.Wanted, (shared.Level(now) + Gateways - 1) / Gateways));
        shared.Add(-granted, now);
        gateway.Answered(granted, shared.Level(now), now);
    }

    private static int Between(RandomStream draws, int from, int to) => from + draws.NextInt(to - from);
}
