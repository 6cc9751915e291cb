namespace SageServe.Planning.Tests;

/// <summary>The checker sees each kind of lie.</summary>
public sealed class AnswerCheckTests
{
    private static readonly RegionId East = new("east");
    private static readonly RegionId West = new("west");

    private static readonly AllocationProblem Problem = new()
    {
        Pools = [Pool(East, CapacityType.OnDemand), Pool(East, CapacityType.Spot), Pool(West, CapacityType.OnDemand), Pool(West, CapacityType.OnDemand) with { Id = TestWorld.Pool(TestWorld.Small, West), Group = "g", RunUsd = 0 }],
        Demands = [],
        Limits = [new RegionLimit(East, TestWorld.Gpu, 4, 2)],
        Origins = [new OriginDemand(TestWorld.Large, East, 400, 0.5, [new FlowRoute(East, 0), new FlowRoute(West, 0.01)])],
        Groups = [new AllocationGroup("g", West, TestWorld.Gpu, CapacityType.OnDemand, 1, 1, 2, 10, 1)],
        Caps = [new AllocationCap(ConstraintFamily.GpuBudget, 6), new AllocationCap(ConstraintFamily.Quota, 1) { CapacityType = CapacityType.Spot }, new AllocationCap(ConstraintFamily.MoneyBudget, 60)],
        SpotLimits = [new SpotLimit(TestWorld.Large, null, 0.5)],
    };

    [Fact]
    public void An_answer_that_is_sound_has_no_fault() => Assert.Empty(AllocationChecker.Check(Problem, Sound()));

    [Theory]
    [InlineData("Quota", 1, 2, 2, 0)]
    [InlineData("Capacity", 4, 1, 0, 0)]
    [InlineData("GpuBudget", 3, 1, 3, 0)]
    [InlineData("MoneyBudget", 3, 1, 2, 0)]
    [InlineData("SpotShare", 0, 1, 0, 0)]
    [InlineData("engines awake on at most 2", 2, 1, 1, 3)]
    [InlineData("outside 0..5", 2, 1, -1, 0)]
    public void Targets_that_break_something_are_named(string fault, int east, int spot, int west, int shared)
    {
        var problem = fault == "MoneyBudget" ? Problem with { Caps = [Problem.Caps[2] with { Most = 50 }] } : Problem;
        Assert.Contains(AllocationChecker.Check(problem, Sound() with { Targets = [east, spot, west, shared] }), f => f.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Flows_and_costs_that_lie_are_named()
    {
        var sound = Sound();
        void Faulty(string fault, AllocationAnswer answer) => Assert.Contains(AllocationChecker.Check(Problem, answer), f => f.Contains(fault, StringComparison.Ordinal));

        Faulty("USD, not", sound with { Report = sound.Report with { Objective = sound.Report.Objective - 0.1 } });
        Faulty("(Demand)", sound with { Flows = sound.Flows[..1] });
        Faulty("(LocalShare)", sound with { Flows = [.. sound.Flows.Select(f => f with { Rate = f.To == East ? 190 : 210 })] });
        Faulty("tokens/s into", sound with { Flows = [.. sound.Flows.Select(f => f with { Rate = f.To == East ? 310 : 90 })] });
        Faulty("no route allows", sound with { Flows = [.. sound.Flows.Select(f => f with { To = f.To == West ? new RegionId("moon") : f.To })] });

        // Owning up helps only where nothing more can be had.
        var owned = new Concession(ConstraintFamily.Demand, Problem.Origins[0].ToString(), 400, 400, "tokens/s", 100);
        Faulty("A replica could be added", sound with { Targets = [2, 0, 1, 0], Flows = [], Concessions = [owned] });
    }

    /// <summary>Two bought and one spot (counted at 80) in east, one and a bit in west: 280 stay, 120 travel.</summary>
    private static AllocationAnswer Sound()
    {
        var flows = new[] { new PlannedFlow(0, East, TierSet.All, 280), new PlannedFlow(0, West, TierSet.All, 120) };

        // Five run at 10 and one unit of the group; four of the five are new at 1; one is net new beyond what stood in east.
        return new AllocationAnswer([2, 1, 2, 0], new SolveReport("", "optimal", 6 * 10 + 3 * 1 + 2 * 2 + 1.2, null, 0, 0), "") { Flows = [.. flows] };
    }

    private static AllocationPool Pool(RegionId region, CapacityType type) =>
        new(TestWorld.Pool(TestWorld.Large, region) with { CapacityType = type }, region == East && type == CapacityType.OnDemand ? 1 : region == West ? 1 : 0, 0, 5, 100, 10, 1)
        {
            Risk = type == CapacityType.Spot ? 0.2 : 0,
        };
}
