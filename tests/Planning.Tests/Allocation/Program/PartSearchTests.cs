namespace SageServe.Planning.Tests;

public sealed class PartSearchTests
{
    [Fact]
    public void A_few_models_at_a_time_make_a_plan_cheaper_and_break_nothing()
    {
        var (cheaper, asked) = (0, 0);
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var problem = Make(seed);
            var index = new AllocationIndex(problem);
            var greedy = GreedyAllocation.Solve(problem);
            if (!greedy.Concessions.IsEmpty || Relaxation.Solve(index, 10, 1) is not { IsOptimal: true } relaxed)
            {
                continue;
            }

            // Parts of two or three models of fifteen pools each: no part sees all, limits of regions bind them together.
            var targets = new PartSearch(index, IlpAllocation.Cbc, relaxed.Values, [.. greedy.Targets], poolsOfPart: 40)
                .Improve(() => 60, _ => false, greedy.Report.Objective);
            var better = GreedyAllocation.Answer(index, targets, "parts", isShort: false);

            asked++;
            Assert.True(better.Concessions.IsEmpty, $"seed {seed}");
            Assert.True(AllocationChecker.Check(problem, better).Count == 0, $"seed {seed}");
            Assert.True(better.Report.Objective <= greedy.Report.Objective + 1e-9, $"seed {seed}: {better.Report.Objective} above {greedy.Report.Objective}");
            Assert.True(better.Report.Objective >= relaxed.Usd - 1e-6, $"seed {seed}");
            cheaper += better.Report.Objective < greedy.Report.Objective - 1e-6 ? 1 : 0;
        }

        Assert.True(asked >= 5 && cheaper >= asked / 2, $"{cheaper} of {asked} became cheaper");
    }

    [Fact]
    public void Nothing_is_searched_when_the_time_is_over_or_the_plan_is_good_enough()
    {
        var problem = Make(3);
        var index = new AllocationIndex(problem);
        int[] start = [.. GreedyAllocation.Solve(problem).Targets];

        Assert.Equal(start, new PartSearch(index, "NO_SUCH_ENGINE", new double[start.Length], [.. start]).Improve(() => 0, _ => false, 1));
        Assert.Equal(start, new PartSearch(index, "NO_SUCH_ENGINE", new double[start.Length], [.. start]).Improve(() => 60, _ => true, 1));
    }

    private static AllocationProblem Make(ulong seed)
    {
        var problem = RandomProblem.Make(new RandomStream(seed).Child("parts"), models: 8, regions: 5, accelerators: 3);
        return problem with
        {
            Demands = [.. problem.Demands.Select(d => d with { Required = d.Required / 1.5 })],
            Limits = [.. problem.Limits.Select(l => l with { Replicas = l.Replicas + 2 })],
        };
    }
}
