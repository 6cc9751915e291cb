using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// One replica at a time: starts every pool at its minimum, adds the cheapest replica for the demand that is served worst, and at
/// the end gives back what turned out not to be needed. The fallback without a solver, and the baseline that a solver must beat.
/// </summary>
internal static class GreedyAllocation
{
    public const string Name = "greedy";

    private const int RoundsMax = 8;

    public static AllocationAnswer Solve(AllocationProblem problem)
    {
        var targets = problem.Pools.Select(p => p.Min).ToArray();
        var isShort = Fill(problem, targets);

        // What one model gives back may be the room that another one lacked. Each round moves replicas to unmet demand, so few are enough.
        for (var round = 0; round < RoundsMax && GiveBack(problem, targets) && isShort; round++)
        {
            isShort = Fill(problem, targets);
        }

        var report = new SolveReport(Name, isShort ? "shortage" : "feasible", problem.CostUsd(targets), null, targets.Length, problem.Demands.Length);
        var detail = isShort
            ? string.Create(CultureInfo.InvariantCulture, $"Capacity does not meet demand: {problem.Shortfall(targets):0} prompt tokens/s are left uncarried.")
            : "All demand is carried.";
        return new AllocationAnswer([.. targets], report, detail);
    }

    /// <summary>Adds replicas until all demand is carried or nothing more can be had; true in the latter case.</summary>
    private static bool Fill(AllocationProblem problem, int[] targets)
    {
        var givenUp = new bool[problem.Demands.Length];
        while (WorstServed(problem, targets, givenUp) is var demand and >= 0)
        {
            var pool = Cheapest(problem, targets, problem.Demands[demand]);
            if (pool < 0)
            {
                givenUp[demand] = true;
                continue;
            }

            targets[pool]++;
        }

        return givenUp.Contains(true);
    }

    /// <summary>The demand with the largest unmet share; local ones first on ties, as they stand first. -1 when all are met.</summary>
    private static int WorstServed(AllocationProblem problem, int[] targets, bool[] givenUp)
    {
        var worst = -1;
        double worstShare = 0;
        for (var i = 0; i < problem.Demands.Length; i++)
        {
            var demand = problem.Demands[i];
            var unmet = givenUp[i] ? 0 : demand.Required - problem.Capacity(demand, targets);
            if (unmet > AllocationTolerance.Of(demand) && unmet / demand.Required > worstShare)
            {
                worst = i;
                worstShare = unmet / demand.Required;
            }
        }

        return worst;
    }

    /// <summary>The pool whose next replica costs least per token that it carries; -1 when none may grow.</summary>
    private static int Cheapest(AllocationProblem problem, int[] targets, RegionDemand demand)
    {
        var cheapest = -1;
        var cheapestUsd = double.PositiveInfinity;
        for (var i = 0; i < targets.Length; i++)
        {
            var pool = problem.Pools[i];
            if (!demand.IsServedBy(pool) || targets[i] >= pool.Max || pool.Theta <= 0 || IsFull(problem, targets, pool))
            {
                continue;
            }

            var usd = NextUsd(problem, targets, i) / pool.Theta;
            if (usd < cheapestUsd)
            {
                cheapest = i;
                cheapestUsd = usd;
            }
        }

        return cheapest;
    }

    private static bool IsFull(AllocationProblem problem, int[] targets, AllocationPool pool) =>
        problem.Limits.FirstOrDefault(l => l.Holds(pool)) is { Replicas: { } most } limit && Held(problem, targets, limit) >= most;

    private static int Held(AllocationProblem problem, int[] targets, RegionLimit limit) =>
        problem.Pools.Select((p, i) => limit.Holds(p) ? targets[i] : 0).Sum();

    private static double NextUsd(AllocationProblem problem, int[] targets, int pool)
    {
        var before = problem.CostUsd(targets);
        targets[pool]++;
        var after = problem.CostUsd(targets);
        targets[pool]--;
        return after - before;
    }

    /// <summary>Takes away replicas, dearest first, that no demand needs; true when there were any.</summary>
    private static bool GiveBack(AllocationProblem problem, int[] targets)
    {
        var before = targets.Sum();
        var order = Enumerable.Range(0, targets.Length).OrderByDescending(i => problem.Pools[i].RunUsd).ThenBy(i => i).ToArray();
        foreach (var i in order)
        {
            while (targets[i] > problem.Pools[i].Min && IsSpare(problem, targets, i))
            {
                targets[i]--;
            }
        }

        return targets.Sum() < before;
    }

    private static bool IsSpare(AllocationProblem problem, int[] targets, int pool)
    {
        targets[pool]--;
        var spare = problem.Demands
            .Where(d => d.IsServedBy(problem.Pools[pool]))
            .All(d => problem.Capacity(d, targets) >= d.Required - AllocationTolerance.Of(d));
        targets[pool]++;
        return spare;
    }
}
