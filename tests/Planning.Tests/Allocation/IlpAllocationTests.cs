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
    public void A_search_that_is_cut_at_once_calls_no_capacity_short() => Seeds.Check(30, (_, random) =>
    {
        var problem = RandomProblem.Make(random, 8, 5, 3);
        var isShort = Solve(problem).Report.Status == "shortage";

        var (answer, whyNot) = new IlpAllocation(Options with { SolveSeconds = 0.001 }).Solve(problem);

        Assert.True(isShort || answer?.Report.Status != "shortage");
        Assert.True(answer is not null || whyNot.Length > 0);
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

    [Fact]
    public void Without_a_solver_the_plan_is_greedy_and_says_why()
    {
        var problem = RandomProblem.Make(new RandomStream(3), 2, 2, 1);
        var steps = new StepList();

        var answer = new Allocator(Options, "NO_SUCH_ENGINE").Allocate(problem, null, steps);

        Assert.Equal("greedy", answer.Report.Allocator);
        Assert.Contains("library is missing", answer.Told, StringComparison.Ordinal);
        Assert.Equal(GreedyAllocation.Solve(problem).Targets, answer.Targets);
        Assert.Contains(steps.ToImmutable(), s => s.Stage == "check" && s.Reason == "sound");
    }

    [Fact]
    public void The_allocator_uses_the_program_and_has_it_checked()
    {
        var steps = new StepList();
        var answer = new Allocator(Options).Allocate(RandomProblem.Make(new RandomStream(3), 2, 2, 1), null, steps);
        Assert.Equal("integer-program", answer.Report.Allocator);
        Assert.Contains(steps.ToImmutable(), s => s.Stage == "check" && s.Reason == "sound");
    }

    private static AllocationAnswer Solve(AllocationProblem problem)
    {
        var (answer, whyNot) = new IlpAllocation(Options).Solve(problem);
        Assert.True(answer is not null, whyNot);
        return answer;
    }
}
