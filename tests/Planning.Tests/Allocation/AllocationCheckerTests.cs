namespace SageServe.Planning.Tests;

public sealed class AllocationCheckerTests
{
    private static readonly AllocationProblem Problem = new()
    {
        Pools = [Pool("east", 2), Pool("west", 0)],
        Demands = [new RegionDemand(TestWorld.Large, new RegionId("east"), 150), new RegionDemand(TestWorld.Large, null, 350)],
        Limits = [new RegionLimit(new RegionId("east"), TestWorld.Gpu, 3, 0), new RegionLimit(new RegionId("west"), TestWorld.Gpu, 3, 0)],
    };

    [Theory]
    [InlineData(2, 2, null)]
    [InlineData(3, 1, null)]
    [InlineData(1, 3, "large@east: less")]
    [InlineData(2, 1, "large in all regions: less")]
    [InlineData(4, 1, "east/a100x8: more than the allowed 3 replicas")]
    [InlineData(2, 6, "outside 0..5")]
    [InlineData(-1, 5, "outside 0..5")]
    public void Each_fault_is_named(int east, int west, string? fault)
    {
        var faults = AllocationChecker.Check(Problem, [east, west]);
        if (fault is null)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Demand_that_nothing_could_carry_is_no_fault() =>
        Assert.Empty(AllocationChecker.Check(Problem with { Demands = [new RegionDemand(TestWorld.Large, null, 1e9)] }, [3, 3]));

    [Fact]
    public void Cost_counts_running_starting_and_net_new_machines_per_region()
    {
        var problem = Problem with
        {
            Pools = [Pool("east", 2), Pool("east", 2) with { Id = TestWorld.Pool(TestWorld.Small, new RegionId("east")) }],
            Limits = [new RegionLimit(new RegionId("east"), TestWorld.Gpu, null, 7)],
        };

        // Two started at 3 each, one given up: one net new machine at 7; five replicas run at 10.
        Assert.Equal(5 * 10 + 2 * 3 + 7, problem.CostUsd([4, 1]));
        Assert.Equal(4 * 10 + 2 * 3, problem.CostUsd([4, 0]));
    }

    private static AllocationPool Pool(string region, int current) =>
        new(TestWorld.Pool(TestWorld.Large, new RegionId(region)), current, 0, 5, 100, 10, 3);
}
