namespace SageServe.Planning.Tests;

public sealed class ExactSearchTests
{
    [Fact]
    public void It_finds_and_proves_what_trying_everything_finds()
    {
        var (proven, impossible) = (0, 0);
        for (var seed = 1UL; seed <= 120; seed++)
        {
            var problem = Make(seed, "exact");
            var truth = RandomProblem.Optimum(problem, _ => 1e9);
            var (search, best) = Run(problem, gap: 0);

            Assert.True(search.IsDone, $"seed {seed}");
            if (truth >= 1e8)
            {
                Assert.True(best is null, $"seed {seed}: found {best} where nothing carries all");
                impossible++;
            }
            else
            {
                Assert.True(Math.Abs(best!.Value - truth) < 1e-6 * truth && Math.Abs(search.Bound - truth) < 1e-6 * truth, $"seed {seed}: {best} proven {search.Bound} for {truth}");
                proven++;
            }
        }

        Assert.True(proven > 20 && impossible > 5, $"{proven} proven, {impossible} impossible");
    }

    [Fact]
    public void Stopped_at_once_it_claims_nothing_that_it_has_not_searched()
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var problem = Make(seed, "stopped");
            var truth = RandomProblem.Optimum(problem, _ => 1e9);
            var (search, _) = Run(problem, gap: 0, nodes: 3);

            Assert.True(truth >= 1e8 || search.Bound <= truth * (1 + 1e-9), $"seed {seed}: {search.Bound} above {truth}");
        }
    }

    [Fact]
    public void Nodes_beyond_the_room_are_searched_depth_first()
    {
        var problem = RandomProblem.Make(new RandomStream(7).Child("room"), models: 1, regions: 2, accelerators: 1);
        var simplex = new DualSimplex(new ExactModel(new AllocationIndex(problem)).Program);
        var open = new OpenNodes(room: 2);
        foreach (var bound in new[] { 3.0, 2, 9, 1 })
        {
            open.Add(simplex, bound);
        }

        Assert.Equal(1, open.Least);
        var taken = new List<double>();
        while (open.TryTake(out var node))
        {
            taken.Add(node.Bound);
        }

        Assert.Equal([1, 9, 2, 3], taken);
        Assert.Equal(double.PositiveInfinity, open.Least);
    }

    /// <summary>A third of the demand: most of them can be carried, some cannot.</summary>
    private static AllocationProblem Make(ulong seed, string name)
    {
        var problem = RandomProblem.Make(new RandomStream(seed).Child(name), models: 2, regions: 2, accelerators: 1);
        return problem with { Demands = [.. problem.Demands.Select(d => d with { Required = d.Required / 3 })] };
    }

    private static (ExactSearch Search, double? Best) Run(AllocationProblem problem, double gap, int nodes = int.MaxValue)
    {
        var index = new AllocationIndex(problem);
        double? best = null;
        var search = new ExactSearch(new ExactModel(index), null, gap, targets =>
        {
            var answer = GreedyAllocation.Answer(index, targets, "test", isShort: false);
            best = answer.Concessions.IsEmpty && AllocationChecker.Check(problem, answer).Count == 0 && !(best <= answer.Report.Objective) ? answer.Report.Objective : best;
            return best;
        });
        search.Run(() => search.Nodes >= nodes);
        return (search, best);
    }
}
