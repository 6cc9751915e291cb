using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class TimeOrderedIdsTests
{
    [Fact]
    public void Each_is_greater_than_the_one_before_also_within_a_millisecond_and_when_clocks_stand()
    {
        var time = new ManualTimeProvider();
        var ids = new TimeOrderedIds(new SteadyClock(time));
        var made = Enumerable.Range(0, 1000).Select(_ => ids.Next()).ToList();
        time.Advance(TimeSpan.FromMilliseconds(3));
        made.AddRange(Enumerable.Range(0, 1000).Select(_ => ids.Next()));
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(2000, made.Distinct().Count());
        Assert.All(made, id => Assert.True(BlobKey.IsName(id) && id.Length == 32));
    }

    [Fact]
    public void Ids_of_two_gateways_are_in_the_order_of_their_clocks_and_bounded_by_an_instant()
    {
        var time = new ManualTimeProvider();
        var clock = new SteadyClock(time);
        var (a, b) = (new TimeOrderedIds(clock), new TimeOrderedIds(clock));
        var first = a.Next();
        time.Advance(TimeSpan.FromMilliseconds(1));
        var between = clock.Now;
        var second = b.Next();
        Assert.True(string.CompareOrdinal(first, TimeOrderedIds.LowerBound(between)) < 0);
        Assert.True(string.CompareOrdinal(second, TimeOrderedIds.LowerBound(between)) > 0);
        Assert.True(string.CompareOrdinal(first, second) < 0);
        Assert.Equal(between.ToUnixSeconds(), TimeOrderedIds.MadeAt(second)!.Value.ToUnixSeconds(), 3);
        Assert.Null(TimeOrderedIds.MadeAt("none"));
    }
}
