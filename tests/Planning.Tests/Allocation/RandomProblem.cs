using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>Small allocation problems from a seed, and their true optimum by trying everything.</summary>
internal static class RandomProblem
{
    public static AllocationProblem Make(RandomStream random, int models, int regions, int accelerators)
    {
        var pools = ImmutableArray.CreateBuilder<AllocationPool>();
        var demands = ImmutableArray.CreateBuilder<RegionDemand>();
        for (var m = 0; m < models; m++)
        {
            var model = new ModelId($"m{m}");
            double total = 0;
            for (var r = 0; r < regions; r++)
            {
                var peak = random.NextDouble() * 2500;
                total += peak;
                demands.Add(new RegionDemand(model, new RegionId($"r{r}"), 0.8 * peak));
                for (var a = 0; a < accelerators; a++)
                {
                    pools.Add(Pool(random, new PoolId(new DeploymentId(model, new RegionId($"r{r}")), new AcceleratorId($"a{a}"))));
                }
            }

            demands.Add(new RegionDemand(model, null, total));
        }

        return new AllocationProblem
        {
            Pools = [.. pools.OrderBy(p => p.Id)],
            Demands = [.. demands.OrderBy(d => d.Region is null)],
            Limits = [.. pools.GroupBy(p => (p.Id.Region, p.Id.Accelerator)).Select(
                g => new RegionLimit(g.Key.Region, g.Key.Accelerator, g.Sum(p => p.Min) + random.NextInt(5), 3 * random.NextDouble()))],
        };
    }

    /// <summary>The least cost with <paramref name="slackUsd"/> for what is not carried; every target within bounds and limits is tried.</summary>
    public static double Optimum(AllocationProblem problem, Func<RegionDemand, double> slackUsd)
    {
        var best = double.PositiveInfinity;
        var targets = problem.Pools.Select(p => p.Min).ToArray();
        do
        {
            if (KeepsLimits(problem, targets))
            {
                best = Math.Min(best, Cost(problem, targets, slackUsd));
            }
        }
        while (Next(problem, targets));
        return best;
    }

    public static double Cost(AllocationProblem problem, int[] targets, Func<RegionDemand, double> slackUsd) =>
        problem.CostUsd(targets) + problem.Demands.Sum(d => Math.Max(0, d.Required - problem.Capacity(d, targets)) * slackUsd(d));

    private static AllocationPool Pool(RandomStream random, PoolId id)
    {
        var min = random.NextInt(2);
        var max = min + 1 + random.NextInt(3);
        return new AllocationPool(id, random.NextInt(5), min, max, 300 + 700 * random.NextDouble(), 5 + 30 * random.NextDouble(), 5 * random.NextDouble());
    }

    private static bool KeepsLimits(AllocationProblem problem, int[] targets) => problem.Limits.All(
        l => l.Replicas is not { } most || problem.Pools.Zip(targets).Where(p => l.Holds(p.First)).Sum(p => p.Second) <= most);

    private static bool Next(AllocationProblem problem, int[] targets)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            if (++targets[i] <= problem.Pools[i].Max)
            {
                return true;
            }

            targets[i] = problem.Pools[i].Min;
        }

        return false;
    }
}
