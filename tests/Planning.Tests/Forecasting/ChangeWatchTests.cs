namespace SageServe.Planning.Tests;

public sealed class ChangeWatchTests
{
    [Fact]
    public void A_surprise_is_no_change_and_a_new_level_is_one() => Seeds.Check(10, (_, random) =>
    {
        var watch = new ChangeWatch();
        var hours = 0;
        for (; hours < 300; hours++)
        {
            Assert.False(Sees(watch, hours, hours % 60 == 59 ? 20 : random.NextGaussian()));
        }

        var seen = Enumerable.Range(hours, 30).Where(h => Sees(watch, h, 3 + random.NextGaussian())).First();
        Assert.InRange(seen - hours, 1, 12);
        Assert.InRange((watch.ChangedAt - TestWorld.Start).TotalHours, hours - 8, seen);
    });

    /// <summary>A forecast whose band is that of a standard normal.</summary>
    private static bool Sees(ChangeWatch watch, int hour, double off) =>
        watch.Sees(new TargetEntry(TestWorld.Start + TimeSpan.FromHours(hour), []) { Issued = [-1.645, 0, 1.28, 1.645, 2.33], Came = off, Settled = true });
}
