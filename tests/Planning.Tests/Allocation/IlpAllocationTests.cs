namespace SageServe.Planning.Tests;

public sealed class IlpAllocationTests
{
    private static readonly PlanningOptions Options = new() { SolveGap = 0 };

    [Fact]
    public void The_program_finds_what_trying_everything_finds() => Seeds.Check(60, (_, random) =>
    {
        var problem = RandomProblem.Make(random, 1 + random.NextInt(2), 1 + random.NextInt(2), 1 + random.NextInt(2));
        double Slack(RegionDemand d) => IlpAllocation.SlackUsd(problem, d);

        var answer = Solve(problem);

        Assert.Empty(AllocationChecker.Check(problem, answer.Targets));
        var best = RandomProblem.Optimum(problem, Slack);
        var found = RandomProblem.Cost(problem, [.. answer.Targets], Slack);
        Assert.InRange(found, best * (1 - 1e-9) - 1e-6, best * (1 + 1e-6) + 1e-6);
        Assert.Equal(problem.Shortfall(answer.Targets.AsSpan()) > 0.1, answer.Report.Status == "shortage");
        Assert.True(answer.Report.BestBound is null || answer.Report.BestBound <= answer.Report.Objective + 1e-6);
    });

    [Fact]
    public void It_never_costs_more_than_greedy() => Seeds.Check(30, (_, random) =>
    {
        var problem = RandomProblem.Make(random, 4, 3, 2);
        double Slack(RegionDemand d) => IlpAllocation.SlackUsd(problem, d);

        var answer = Solve(problem);

        Assert.Empty(AllocationChecker.Check(problem, answer.Targets));
        Assert.True(RandomProblem.Cost(problem, [.. answer.Targets], Slack) <= RandomProblem.Cost(problem, [.. GreedyAllocation.Solve(problem).Targets], Slack) * (1 + 1e-6));
    });

    [Fact]
    public void A_replica_freed_by_one_model_saves_another_the_acquisition()
    {
        // Both models could grow in either region; in east a machine of the small model is given up, so east is cheaper.
        var (east, west) = (new RegionId("east"), new RegionId("west"));
        AllocationPool Pool(ModelId model, RegionId region, int current) => new(TestWorld.Pool(model, region), current, 0, 5, 100, 10, 1);
        var problem = new AllocationProblem
        {
            Pools = [Pool(TestWorld.Large, east, 1), Pool(TestWorld.Large, west, 1), Pool(TestWorld.Small, east, 1), Pool(TestWorld.Small, west, 0)],
            Demands = [new RegionDemand(TestWorld.Large, null, 300)],
            Limits = [new RegionLimit(east, TestWorld.Gpu, 5, 4), new RegionLimit(west, TestWorld.Gpu, 5, 4)],
        };

        Assert.Equal([2, 1, 0, 0], Solve(problem).Targets);
    }

    private static AllocationAnswer Solve(AllocationProblem problem)
    {
        var (answer, whyNot) = new IlpAllocation(Options).Solve(problem);
        Assert.True(answer is not null, whyNot);
        return answer;
    }
}
