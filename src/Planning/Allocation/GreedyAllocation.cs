using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// One replica at a time: starts every pool at its minimum, adds the cheapest replica for the demand that is served worst, and at
/// the end gives back what turned out not to be needed. The plan without a solver, and the baseline that a solver must beat.
/// </summary>
internal static class GreedyAllocation
{
    public const string Name = "greedy";

    /// <summary>Pools up to which flows are moved to set a replica free: beyond, a second would not do.</summary>
    public const int MovesUpTo = 6000;

    public static AllocationAnswer Solve(AllocationProblem problem) => Solve(new AllocationIndex(problem), problem.Pools.Select(p => p.Min).ToArray());

    /// <param name="index">The problem.</param>
    /// <param name="start">Targets within bounds and limits to start from.</param>
    public static AllocationAnswer Solve(AllocationIndex index, ReadOnlySpan<int> start)
    {
        var repair = new PlanRepair(index, start, mayMove: index.Pools.Length <= MovesUpTo).Run();
        return Answer(index, repair.Targets, Name, repair.IsShort);
    }

    /// <summary>Targets with their flows, cost and words.</summary>
    public static AllocationAnswer Answer(AllocationIndex index, ReadOnlySpan<int> targets, string name, bool isShort)
    {
        var flows = FlowPlan.Of(index, targets);
        var problem = index.Problem;
        var cost = index.CostUsd(targets) + flows.Usd;
        var lacking = Lacking(problem, targets, flows);
        var report = new SolveReport(name, isShort ? "shortage" : "feasible", cost, null, targets.Length, problem.Demands.Length + problem.Origins.Length);
        var detail = isShort
            ? string.Create(CultureInfo.InvariantCulture, $"Capacity does not meet demand: {lacking:0} prompt tokens/s are left uncarried.")
            : "All demand is carried.";
        var concessions = ConcessionList.Of(index, targets, flows.Flows);
        return new AllocationAnswer(targets.ToImmutableArray(), report, detail) { Flows = flows.Flows, Concessions = concessions };
    }

    /// <summary>Prompt tokens/s left uncarried. Where demand is told both as sums and as what travels, it is the same demand.</summary>
    public static double Lacking(AllocationProblem problem, ReadOnlySpan<int> targets, FlowPlan flows) =>
        problem.Demands.IsEmpty ? flows.Unserved : problem.Shortfall(targets);
}
