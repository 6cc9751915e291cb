namespace SageServe.Routing.Tests;

public sealed class HeadroomOutlookTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_700_006_400);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    [Fact]
    public void Nothing_is_told_before_anything_was_measured() =>
        Assert.Null(new HeadroomOutlook(new PromiseOptions()).From(Now, null).ForRelease());

    [Fact]
    public void The_first_load_that_lasted_counts_at_once_and_later_ones_by_their_time()
    {
        var outlook = new HeadroomOutlook(new PromiseOptions());
        outlook.Measure(Now, new HeadroomLevel(4, 0));
        outlook.Measure(Now + Beat, new HeadroomLevel(4, 3));
        Assert.Equal(1, outlook.From(Now + Beat, null).Steps[0].Median, 9);
        outlook.Measure(Now + 2 * Beat, new HeadroomLevel(4, 1));
        Assert.Equal(2, outlook.From(Now + 2 * Beat, null).Steps[0].Median, 9);
    }

    [Fact]
    public void A_valley_of_yesterday_is_told_to_the_release_rule_at_its_time_of_day()
    {
        var outlook = new HeadroomOutlook(new PromiseOptions());
        for (var at = Now; at <= Now + TimeSpan.FromHours(32); at += TimeSpan.FromMinutes(1))
        {
            outlook.Measure(at, new HeadroomLevel(4, (at - Now).TotalHours % 24 < 12 ? 3 : 0.5));
        }

        var now = Now + TimeSpan.FromHours(32);
        var release = outlook.From(now, null).ForRelease()!;
        Assert.Equal(1, release.IdleReplicas[0], 2);
        var valley = release.IdleReplicas.IndexOf(release.IdleReplicas.First(idle => idle > 2));
        Assert.Equal(TimeSpan.FromHours(4), release.Bin * valley);
    }

    [Fact]
    public void Without_an_earlier_day_only_the_next_hour_is_known()
    {
        var outlook = new HeadroomOutlook(new PromiseOptions());
        outlook.Measure(Now, new HeadroomLevel(4, 0));
        outlook.Measure(Now + Beat, new HeadroomLevel(4, 4));
        Assert.Equal(TimeSpan.FromHours(1), HeadroomHistory.Bin * outlook.From(Now + Beat, null).ForRelease()!.KnownBins);

        for (var at = Now + Beat; at <= Now + TimeSpan.FromHours(30); at += TimeSpan.FromMinutes(1))
        {
            outlook.Measure(at, new HeadroomLevel(4, 4));
        }

        var release = outlook.From(Now + TimeSpan.FromHours(30), null).ForRelease()!;
        Assert.Equal(release.IdleReplicas.Length, release.KnownBins);
    }
}
