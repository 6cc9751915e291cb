namespace SageServe.Planning.Tests;

public sealed class DemandClassesTests
{
    private const int F = 1, N = 2, B = 4;

    [Theory]
    [InlineData(new[] { F | N | B, F | N | B }, new[] { F | N | B })]
    [InlineData(new[] { F | N, B }, new[] { F | N, B, F | N | B })]
    [InlineData(new[] { F | N, F | N | B, B }, new[] { F | N, B, F | N | B })]
    [InlineData(new[] { F, F | N | B }, new[] { N | B, F | N | B })]
    public void Only_sets_of_tiers_that_say_something_new_are_left(int[] pools, int[] expected) =>
        Assert.Equal(expected, DemandClasses.Of([.. pools.Select(p => new TierSet(p))]).Select(c => c.Bits));

    [Fact]
    public void The_classes_are_enough_to_tell_whether_demand_can_be_carried() => Seeds.Check(300, (_, random) =>
    {
        TierSet[] pools = [.. Enumerable.Range(0, 1 + random.NextInt(4)).Select(_ => new TierSet(1 + random.NextInt(7)))];
        int[] capacity = [.. pools.Select(_ => random.NextInt(6))];
        int[] demand = [.. Enumerable.Range(0, 3).Select(t => pools.Any(p => p.Overlaps(new TierSet(1 << t))) ? random.NextInt(6) : 0)];

        var byClasses = DemandClasses.Of(pools).All(c =>
            pools.Zip(capacity).Where(p => p.First.Overlaps(c)).Sum(p => p.Second) >= Enumerable.Range(0, 3).Where(t => c.Overlaps(new TierSet(1 << t))).Sum(t => demand[t]));

        Assert.Equal(CanBeSpread(pools, capacity, demand, 0), byClasses);
    });

    [Fact]
    public void A_silos_demand_goes_to_its_own_pools_and_patient_work_counts_in_full_there()
    {
        var catalog = TestWorld.Dedicated(TestWorld.Catalog(min: 0));
        var core = new PlanningCore(catalog, new PlanningOptions { LocalShare = 1, RiskShare = 0 });
        var tick = core.FirstTick(TestWorld.Start);
        var region = TestWorld.Regions[0];
        var from = TestWorld.Start - TimeSpan.FromDays(1);
        var input = new TickInput
        {
            Now = tick.At,
            Pools = [.. catalog.Pools.Select(p => TestWorld.Facts(p.Id, 0))],
            Demand =
            [
                .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, region), from, TestWorld.Start, _ => 1000),
                .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, region, ServiceTier.NonInteractive), from, TestWorld.Start, _ => 500),
            ],
        };

        var targets = core.OnTick(tick, input).Plan!.Targets.Where(t => t.Pool.Model == TestWorld.Large && t.Pool.Region == region).ToDictionary(t => t.Pool.Revision, t => t.Target);

        // 571 tokens/s a replica (60 % of 952): 1,000 take two of those for interactive work, 500 one of those for batches, both three.
        Assert.InRange(targets["interactive"] + targets["mixed"], 2, 3);
        Assert.InRange(targets["batch"] + targets["mixed"], 1, 3);
        Assert.Equal(3, targets.Values.Sum());
    }

    /// <summary>By trying everything, a unit of demand at a time.</summary>
    private static bool CanBeSpread(TierSet[] pools, int[] capacity, int[] demand, int tier)
    {
        if (tier == 3)
        {
            return true;
        }

        if (demand[tier] == 0)
        {
            return CanBeSpread(pools, capacity, demand, tier + 1);
        }

        for (var i = 0; i < pools.Length; i++)
        {
            if (capacity[i] > 0 && pools[i].Overlaps(new TierSet(1 << tier)))
            {
                capacity[i]--;
                demand[tier]--;
                var can = CanBeSpread(pools, capacity, demand, tier);
                capacity[i]++;
                demand[tier]++;
                if (can)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
