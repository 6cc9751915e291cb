using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// Checks any plan against the problem, sharing nothing with the ways of finding one. A broken bound or limit is a fault of the
/// allocator; a demand left uncarried is a fault only where a replica could still have been added.
/// </summary>
internal static class AllocationChecker
{
    public static IReadOnlyList<string> Check(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        var faults = new List<string>();
        if (targets.Count != problem.Pools.Length)
        {
            return [$"{targets.Count} targets for {problem.Pools.Length} pools."];
        }

        for (var i = 0; i < targets.Count; i++)
        {
            var pool = problem.Pools[i];
            if (targets[i] < pool.Min || targets[i] > pool.Max)
            {
                faults.Add($"{pool.Id}: target {targets[i]} is outside {pool.Min}..{pool.Max}.");
            }
        }

        foreach (var limit in problem.Limits)
        {
            if (limit.Replicas is { } most && Sum(problem, targets, limit.Holds) > most)
            {
                faults.Add($"{limit}: {Sum(problem, targets, limit.Holds)} replicas where {most} can be had.");
            }
        }

        faults.AddRange(problem.Demands.Where(d => IsNeedlesslyUnmet(problem, targets, d)).Select(
            d => string.Create(CultureInfo.InvariantCulture, $"{d}: less than the required {d.Required:0.#} tokens/s, though a replica could be added.")));
        return faults;
    }

    private static bool IsNeedlesslyUnmet(AllocationProblem problem, IReadOnlyList<int> targets, RegionDemand demand)
    {
        double carried = 0;
        var canGrow = false;
        for (var i = 0; i < targets.Count; i++)
        {
            var pool = problem.Pools[i];
            if (pool.Id.Model == demand.Model && (demand.Region is null || demand.Region == pool.Id.Region) && (pool.Serves.Bits & demand.Tiers.Bits) != 0)
            {
                carried += targets[i] * pool.Theta;
                canGrow |= targets[i] < pool.Max && pool.Theta > 0 && problem.Limits.All(
                    l => !l.Holds(pool) || l.Replicas is null || Sum(problem, targets, l.Holds) < l.Replicas);
            }
        }

        return canGrow && carried < demand.Required * (1 - 1e-5) - 1e-5;
    }

    private static int Sum(AllocationProblem problem, IReadOnlyList<int> targets, Func<AllocationPool, bool> holds)
    {
        var sum = 0;
        for (var i = 0; i < targets.Count; i++)
        {
            sum += holds(problem.Pools[i]) ? targets[i] : 0;
        }

        return sum;
    }
}
