namespace SageServe.Planning.Tests;

public sealed class GreedyAllocationTests
{
    [Fact]
    public void Greedy_keeps_every_rule_and_leaves_no_demand_that_a_replica_could_carry() => Seeds.Check(200, (_, random) =>
    {
        var problem = RandomProblem.Make(random, 1 + random.NextInt(4), 1 + random.NextInt(3), 1 + random.NextInt(2));

        var answer = GreedyAllocation.Solve(problem);

        Assert.Empty(AllocationChecker.Check(problem, answer.Targets));
    });

    [Fact]
    public void Greedy_is_never_better_than_the_optimum_and_carries_all_when_it_says_so() => Seeds.Check(40, (_, random) =>
    {
        var problem = RandomProblem.Make(random, 1, 2, 2);

        var answer = GreedyAllocation.Solve(problem);

        if (answer.Report.Status == "feasible")
        {
            Assert.True(problem.Shortfall(answer.Targets.AsSpan()) < 0.1);
            var best = RandomProblem.Optimum(problem, _ => 1e6);
            Assert.InRange(answer.Report.Objective, best - 1e-6, best * 2.5);
        }
    });

    [Fact]
    public void A_shortage_is_told()
    {
        var problem = RandomProblem.Make(new RandomStream(1), 1, 1, 1);
        var huge = problem with { Demands = [new RegionDemand(new ModelId("m0"), null, 1e6)] };

        var answer = GreedyAllocation.Solve(huge);

        Assert.Equal("shortage", answer.Report.Status);
        Assert.Contains("left uncarried", answer.Detail, StringComparison.Ordinal);
        Assert.Empty(AllocationChecker.Check(huge, answer.Targets));
    }
}
