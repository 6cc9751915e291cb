using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// Checks any plan against the problem, sharing nothing with the ways of finding one. A broken bound or limit is a fault unless the
/// plan owns up to it; a demand left uncarried is a fault even then where a replica could still have been added.
/// </summary>
internal static class AllocationChecker
{
    /// <summary>Targets alone.</summary>
    public static IReadOnlyList<string> Check(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        if (targets.Count != problem.Pools.Length)
        {
            return [$"{targets.Count} targets for {problem.Pools.Length} pools."];
        }

        var plan = new CheckedPlan(problem, targets);
        return [.. Bounds(problem, targets), .. plan.Hardware().Concat(plan.Spot()).Select(Words), .. plan.Demands().Where(b => plan.CouldGrow(b)).Select(Words)];
    }

    /// <summary>Targets, flows, cost, and what the plan says gave way.</summary>
    public static IReadOnlyList<string> Check(AllocationProblem problem, AllocationAnswer answer)
    {
        if (answer.Targets.Length != problem.Pools.Length)
        {
            return [$"{answer.Targets.Length} targets for {problem.Pools.Length} pools."];
        }

        var plan = new CheckedPlan(problem, answer.Targets);
        var flows = new CheckedFlows(problem, answer.Targets, answer.Flows);
        var owned = answer.Concessions.ToLookup(c => (c.Family, c.Subject));
        bool IsOwned(CheckedBreach breach) => owned[(breach.Family, breach.Subject)].Any(c => breach.By <= c.By * (1 + 1e-6) + 1e-6);
        return
        [
            .. Bounds(problem, answer.Targets),
            .. flows.Faults(),
            .. plan.Hardware().Concat(plan.Spot()).Concat(plan.Demands()).Concat(flows.Breaches()).Where(b => !IsOwned(b)).Select(Words),
            .. plan.Demands().Concat(flows.Breaches()).Where(b => IsOwned(b) && plan.CouldGrow(b)).Select(b => Words(b) + " A replica could be added."),
            .. Cost(problem, answer, flows),
        ];
    }

    private static IEnumerable<string> Bounds(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            var pool = problem.Pools[i];
            if (targets[i] < pool.Min || targets[i] > pool.Max)
            {
                yield return $"{pool.Id}: target {targets[i]} is outside {pool.Min}..{pool.Max}.";
            }
        }

        var awakeOf = CheckedPlan.Awake(problem, targets);
        foreach (var group in problem.Groups)
        {
            var awake = awakeOf[group.Name];
            if (awake > group.Max)
            {
                yield return $"{group.Name}: {awake} engines awake on at most {group.Max} units.";
            }
        }
    }

    private static IEnumerable<string> Cost(AllocationProblem problem, AllocationAnswer answer, CheckedFlows flows)
    {
        var usd = CheckedCost.Usd(problem, answer.Targets) + flows.Usd();
        if (Math.Abs(usd - answer.Report.Objective) > 1e-6 * Math.Max(1, Math.Abs(usd)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The plan costs {usd:0.######} USD, not {answer.Report.Objective:0.######}.");
        }
    }

    private static string Words(CheckedBreach breach) => string.Create(
        CultureInfo.InvariantCulture,
        $"{breach.Subject}: {(breach.IsLeast ? "less than the required" : "more than the allowed")} {breach.Asked:0.###} {breach.Unit} ({breach.Family}): {breach.Got:0.###}.");
}
