namespace SageServe.Planning.Tests;

public sealed class CarryHullTests
{
    [Fact]
    public void Every_pair_of_whole_numbers_that_carries_keeps_all_rows_and_each_row_touches_one()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var random = new RandomStream(seed).Child("hull");
            var (required, strong) = (0.1 + 40 * random.NextDouble(), 0.5 + random.NextDouble());
            var (weak, share) = (strong * (0.3 + 0.7 * random.NextDouble()), random.NextInt(3) == 0 ? 1 : 0.2 + 0.7 * random.NextDouble());
            var most = random.NextInt(40);
            var hull = new CarryHull(required, strong, weak, most, share);
            bool Carries(int s, int w) => s * strong + w * weak >= required && w * weak <= share * (s * strong + w * weak) + 1e-12;
            var points = (from w in Enumerable.Range(0, most + 1) from s in Enumerable.Range(0, 250) where Carries(s, w) select (s, w)).ToList();

            foreach (var (least, perStrong, perWeak) in hull.Rows())
            {
                var lowest = points.Min(p => perStrong * p.s + perWeak * p.w);
                Assert.True(Math.Abs(lowest - least) < 1e-9, $"seed {seed}: a row of at least {least} whose lowest point has {lowest}");
            }

            Assert.All(points.GroupBy(p => p.w), g => Assert.True(g.Min(p => p.s) == hull.Fewest(g.Key), $"seed {seed}: {g.Key} weak ones"));
        }
    }

    [Fact]
    public void Without_weak_ones_the_strong_ones_are_rounded_up()
    {
        Assert.Equal([(4.0, 1.0, 0.0)], new CarryHull(3.2, 1, 0, 0, 1).Rows());

        // A thousand times as many as a line is drawn over: none is drawn, as it would not be true of all of them.
        Assert.Empty(new CarryHull(3.2, 1, 0.5, 1_000_000, 1).Rows());
    }
}
