using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class OrdinaryDemandTests
{
    private static readonly DemandSeriesId Series = TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]);

    [Fact]
    public void Bursts_are_told_as_what_is_around_them_and_all_else_as_it_is()
    {
        // A slow wave with a burst of two minutes at 100 and a step up at 200 that stays.
        double Rate(int i) => 1000 + 3 * (i % 50) + (i is 100 or 101 ? 4000 : 0) + (i >= 200 ? 5000 : 0);
        var told = Bins(0, 300, Rate);
        var ordinary = new OrdinaryDemand().Of(told);
        Assert.Equal(told.Length, ordinary.Length);
        foreach (var (was, now) in told.Zip(ordinary))
        {
            var minute = (int)(was.Start - TestWorld.Start).TotalMinutes;
            if (minute is 100 or 101)
            {
                Assert.InRange(now.PromptTokensPerSecond, 1000, 1150);
                Assert.Equal(now.PromptTokensPerSecond / was.PromptTokensPerSecond, now.RequestsPerSecond / was.RequestsPerSecond, 9);
            }
            else if (minute is < 180 or >= 221)
            {
                Assert.Equal(was, now);
            }
        }

        // Half a window after a lasting step the median has followed it.
        Assert.Equal(told[^1], ordinary[^1]);
        Assert.True(ordinary[205].PromptTokensPerSecond is > 900 and < 6200);
    }

    [Fact]
    public void Told_in_overlapping_parts_it_is_the_same_but_at_the_end_of_each()
    {
        double Rate(int i) => 500 + i % 7 * 20 + (i % 90 == 0 ? 3000 : 0);
        var whole = new OrdinaryDemand().Of(Bins(0, 600, Rate)).ToDictionary(b => b.Start);
        var parts = new OrdinaryDemand();
        for (var from = 0; from + 120 <= 600; from += 10)
        {
            foreach (var bin in parts.Of(Bins(from, from + 120, Rate)).Where(b => b.Start < TestWorld.Start + TimeSpan.FromMinutes(from + 100)))
            {
                Assert.Equal(whole[bin.Start], bin);
            }
        }
    }

    private static ImmutableArray<DemandBin> Bins(int from, int to, Func<int, double> rate) =>
        [.. TestWorld.Bins(Series, TestWorld.Start + TimeSpan.FromMinutes(from), TestWorld.Start + TimeSpan.FromMinutes(to), i => rate(from + i))];
}
