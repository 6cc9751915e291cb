using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>Each term of the program alone, on problems small enough to reckon by hand.</summary>
public sealed class ProgramTermTests
{
    private static readonly RegionId East = new("east");
    private static readonly RegionId West = new("west");
    private static readonly RegionId Far = new("far");

    [Fact]
    public void Demand_travels_to_the_nearest_regions_only_and_a_share_stays()
    {
        // East has room for one replica of the three that it needs; west for one; far for plenty.
        var problem = Problem([Pool(East, max: 1), Pool(West, max: 1), Pool(Far, max: 9)]) with
        {
            Origins = [Origin(East, 300, 0.3, (East, 0), (West, 0.001), (Far, 0.01))],
        };

        var answer = Solve(problem);

        Assert.Equal("optimal", answer.Report.Status);
        Assert.Equal([1, 1, 1], Targets(problem, answer, East, West, Far));
        Assert.Equal([(East, 100.0), (Far, 100.0), (West, 100.0)], answer.Flows.Select(f => (f.To, Math.Round(f.Rate, 6))).OrderBy(f => f.To));
        Assert.Equal([(West, 0.5), (Far, 0.5)], FlowWeights.Of(problem, answer.Flows).OrderByDescending(w => w.To).Select(w => (w.To, Math.Round(w.Weight, 6))));

        // Without the way to far a third is short; who asks for more at home than fits keeps what it can.
        var near = Solve(problem with { Origins = [Origin(East, 300, 0.3, (East, 0), (West, 0.001))] });
        Assert.Equal(("shortage", 100), (near.Report.Status, Math.Round(Assert.Single(near.Concessions, c => c.Family == ConstraintFamily.Demand).By)));
        var home = Solve(problem with { Origins = [Origin(East, 300, 0.9, (East, 0), (West, 0.001), (Far, 0.01))] });
        Assert.Equal("elastic", home.Report.Status);
        Assert.Equal((ConstraintFamily.LocalShare, 170), (Assert.Single(home.Concessions).Family, Math.Round(home.Concessions[0].By)));

        // A replica of 10 USD carries 100: a token is worth 0.1 USD, ten times that at home, a thousand times where it is not carried at all.
        Assert.Equal((1.0, 170.0), (Math.Round(home.Concessions[0].UsdPerUnit, 6), Math.Round(home.Concessions[0].Usd)));
        Assert.Equal((100.0, 10_000.0), (Math.Round(near.Concessions.Single(c => c.Family == ConstraintFamily.Demand).UsdPerUnit, 6), Math.Round(near.Concessions.Single(c => c.Family == ConstraintFamily.Demand).Usd)));
    }

    [Fact]
    public void What_gave_way_is_what_its_slack_is_cheapest_for()
    {
        // East may carry all at home, or keep its budget: the share at home is the cheaper slack, by its prices and by what the program does.
        var problem = Problem([Pool(East, max: 5) with { Gpus = 8 }, Pool(West, max: 5)]) with
        {
            Origins = [Origin(East, 300, 1, (East, 0), (West, 0.001))],
            Caps = [new AllocationCap(ConstraintFamily.Quota, 16) { Region = East }],
        };
        var chosen = Assert.Single(Solve(problem).Concessions);
        Assert.Equal((ConstraintFamily.LocalShare, 100.0), (chosen.Family, Math.Round(chosen.By)));

        // With minimums that force the third replica at home it is the quota, whose slack is charged with far more.
        var forced = Assert.Single(Solve(problem with { Pools = [problem.Pools[0] with { Min = 3 }, problem.Pools[1]] }).Concessions);
        Assert.Equal((ConstraintFamily.Quota, 8.0), (forced.Family, Math.Round(forced.By)));
        Assert.True(forced.Usd > 1_000 * chosen.Usd, $"{forced.Words} {chosen.Words}");
    }

    [Fact]
    public void Spot_is_used_up_to_its_share_and_counted_with_its_risk()
    {
        // 900 tokens/s; a spot replica is counted on for 80 and costs 3 against 10.
        var problem = Problem([Pool(East, max: 20), Pool(East, max: 20, usd: 3, type: CapacityType.Spot) with { Risk = 0.2 }]) with
        {
            Origins = [Origin(East, 900, 1, (East, 0))],
            SpotLimits = [new SpotLimit(TestWorld.Large, null, 0.5)],
        };

        var answer = Solve(problem);

        // Half of 900 by spot is 5.6 replicas: five of them leave 500 to five that are bought.
        Assert.Equal([5, 5], answer.Targets);
        Assert.Equal([2, 9], Solve(problem with { SpotLimits = [new SpotLimit(TestWorld.Large, null, 0.8)] }).Targets);
    }

    [Fact]
    public void Engines_that_share_gpus_are_awake_one_at_a_time_and_paid_once()
    {
        var large = Pool(East, max: 3, usd: 0) with { Group = "g", StartUsd = 0.5 };
        var small = large with { Id = TestWorld.Pool(TestWorld.Small, East) };
        var problem = Problem([large, small]) with
        {
            Groups = [new AllocationGroup("g", East, TestWorld.Gpu, CapacityType.OnDemand, 1, 0, 3, 10, 2) { Gpus = 8 }],
            Origins = [Origin(East, 150, 1, (East, 0)), Origin(East, 90, 1, (East, 0)) with { Model = TestWorld.Small }],
            Limits = [new RegionLimit(East, TestWorld.Gpu, 3, 4)],
        };

        var answer = Solve(problem);

        // Three awake: three units at 10, two of them new at 2 and acquired at 4, three wakings at 0.5.
        Assert.Equal([2, 1], answer.Targets);
        Assert.Equal(3 * 10 + 2 * 2 + 2 * 4 + 3 * 0.5, answer.Report.Objective, 9);
        Assert.Equal("shortage", Solve(problem with { Limits = [new RegionLimit(East, TestWorld.Gpu, 2, 4)] }).Report.Status);
    }

    [Fact]
    public void A_start_on_gpus_that_another_model_leaves_is_spared_its_part()
    {
        var problem = Problem([Pool(East, max: 5) with { Current = 0, StartUsd = 6 }, Pool(East, max: 5) with { Id = TestWorld.Pool(TestWorld.Small, East), Current = 1, StartUsd = 6 }]) with
        {
            Origins = [Origin(East, 200, 1, (East, 0))],
            Limits = [new RegionLimit(East, TestWorld.Gpu, null, 1) { SwapSavesUsd = 4 }],
        };

        // Two started at 6: one takes over from the small model and saves 4, the other is net new at 1.
        Assert.Equal(2 * 10 + 2 * 6 - 4 + 1, Solve(problem).Report.Objective, 9);
    }

    [Fact]
    public void Budgets_and_quotas_hold_and_demand_gives_way_to_them()
    {
        var problem = Problem([Pool(East, max: 9) with { Gpus = 8 }]) with { Origins = [Origin(East, 500, 1, (East, 0))] };
        foreach (var cap in new[] { new AllocationCap(ConstraintFamily.GpuBudget, 31), new AllocationCap(ConstraintFamily.Quota, 24) { Region = East }, new AllocationCap(ConstraintFamily.MoneyBudget, 35) })
        {
            var answer = Solve(problem with { Caps = [cap] });
            Assert.Equal([3], answer.Targets);
            Assert.Equal((ConstraintFamily.Demand, 200), (Assert.Single(answer.Concessions).Family, Math.Round(answer.Concessions[0].By)));
        }

        // Minimums that pass a budget: nothing else is left to give way.
        var min = Solve(problem with { Pools = [problem.Pools[0] with { Min = 6 }], Caps = [new AllocationCap(ConstraintFamily.GpuBudget, 40)] });
        Assert.Equal((ConstraintFamily.GpuBudget, 8.0), (Assert.Single(min.Concessions).Family, Math.Round(min.Concessions[0].By, 6)));
    }

    [Fact]
    public void Prices_tell_what_one_more_would_save()
    {
        // East is cheap and full: one more replica there would carry 100 tokens/s that cost 10 a 100 in west, at 4.
        var problem = Problem([Pool(East, max: 9, usd: 4), Pool(West, max: 9)]) with
        {
            Origins = [Origin(East, 450, 0, (East, 0), (West, 0))],
            Limits = [new RegionLimit(East, TestWorld.Gpu, 3, 0)],
        };

        var prices = Solve(problem).Prices.Where(p => p.Basis == ShadowPrices.OfRelaxation).ToList();

        var room = Assert.Single(prices, p => p.Family == ConstraintFamily.Capacity);
        Assert.Equal(6, room.UsdPerHour, 6);
        Assert.Equal($"One more replica on {problem.Limits[0]} would save 6 USD/h, by the relaxation.", room.Words);
        Assert.Equal(100, Assert.Single(prices, p => p.Family == ConstraintFamily.Demand).UsdPerHour, 6);
    }

    [Fact]
    public void Backlog_is_planned_for_by_its_tightest_deadline()
    {
        Assert.Equal(0, DeadlineRate.Of([]));
        Assert.Equal(10, DeadlineRate.Of([new ProblemBacklog(36_000, 1), new ProblemBacklog(36_000, 10)]), 9);
        Assert.Equal(15, DeadlineRate.Of([new ProblemBacklog(72_000, 2), new ProblemBacklog(36_000, 1)]), 9);
    }

    private static AllocationProblem Problem(ImmutableArray<AllocationPool> pools) => new() { Pools = [.. pools.OrderBy(p => p.Id)], Demands = [], Limits = [] };

    private static AllocationPool Pool(RegionId region, int max, double usd = 10, CapacityType type = CapacityType.OnDemand) =>
        new(TestWorld.Pool(TestWorld.Large, region) with { CapacityType = type }, 0, 0, max, 100, usd, 0);

    private static OriginDemand Origin(RegionId region, double required, double local, params (RegionId To, double Usd)[] routes) =>
        new(TestWorld.Large, region, required, local, [.. routes.Select(r => new FlowRoute(r.To, r.Usd))]);

    private static int[] Targets(AllocationProblem problem, AllocationAnswer answer, params RegionId[] regions) =>
        [.. regions.Select(r => answer.Targets[Enumerable.Range(0, problem.Pools.Length).First(i => problem.Pools[i].Id.Region == r)])];

    private static AllocationAnswer Solve(AllocationProblem problem)
    {
        var (answer, whyNot) = new IlpAllocation(new PlanningOptions { SolveGap = 0 }).Solve(problem);
        Assert.True(answer is not null, whyNot);
        Assert.Empty(AllocationChecker.Check(problem, answer));
        return answer;
    }
}
