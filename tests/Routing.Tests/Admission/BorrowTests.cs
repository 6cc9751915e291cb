namespace SageServe.Routing.Tests;

public sealed class BorrowTests
{
    /// <summary>Eight seconds are shared by two; four of the other's are unused, of which one may take half. Requests cost a second.</summary>
    [Theory]
    [InlineData(1, 0, ServiceTier.InteractiveFast, 6)]
    [InlineData(0, 0, ServiceTier.InteractiveFast, 4)]
    [InlineData(1, 0, ServiceTier.InteractiveNormal, 4)]
    [InlineData(1, 50, ServiceTier.InteractiveFast, 4)]
    public void The_fast_tier_borrows_what_the_last_reading_shows_unused(double share, int foreign, ServiceTier tier, int expected)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { Gateways = 2, BorrowShare = share });
        bench.Replica("a", running: foreign).Publish();
        Assert.Equal(expected, Placed(bench, tier));
    }

    [Fact]
    public void Nothing_is_borrowed_on_an_old_reading()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { Gateways = 2 });
        bench.Replica("a", age: 10).Publish();
        Assert.Equal(4, Placed(bench, ServiceTier.InteractiveFast));
    }

    /// <summary>However the readings lie, one gateway never has more than its own and its share of the rest.</summary>
    [Fact]
    public void All_gateways_together_borrow_less_than_another_bound() => Seeds.Check(50, (_, random) =>
    {
        var count = 2 + random.NextInt(5);
        var gateways = Enumerable.Range(0, count).Select(_ => new FlowBench(FlowBench.WorkBound with { Gateways = count, ReplicaBoundSeconds = 40 })).ToList();
        gateways.ForEach(g => g.Replica("a", running: random.NextInt(20)).Publish());
        var seconds = gateways.Sum(g => Placed(g, ServiceTier.InteractiveFast));
        Assert.InRange(seconds, 1, (40 * (2 - 1.0 / count)) + count);
    });

    private static int Placed(FlowBench bench, ServiceTier tier)
    {
        var placed = 0;
        while (bench.Arrive(bench.Request(500, 500, tier)).Any(e => e.Kind == FlowEffectKind.Forward))
        {
            placed++;
        }

        return placed;
    }
}
