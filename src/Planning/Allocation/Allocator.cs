namespace SageServe.Planning;

/// <summary>The integer program, or greedy where there is no solver or its answer is no good; whatever comes out is checked by somebody else.</summary>
internal sealed class Allocator(PlanningOptions options, string engine = IlpAllocation.Cbc)
{
    private readonly IlpAllocation _program = new(options, engine);

    public AllocationAnswer Allocate(AllocationProblem problem, RecordedSolve? recorded, StepList steps)
    {
        var answer = recorded is null ? Solve(problem) : Again(problem, recorded);
        Tell(problem, answer, steps);
        return answer;
    }

    private AllocationAnswer Solve(AllocationProblem problem)
    {
        var (answer, whyNot) = _program.Solve(problem);
        if (answer is not null && AllocationChecker.Check(problem, answer.Targets) is { Count: > 0 } faults)
        {
            (answer, whyNot) = (null, $"the solver's answer is faulty: {string.Join(" ", faults)}");
        }

        return answer is null ? Greedy(problem, whyNot) : NotWorse(problem, answer);
    }

    /// <summary>The recorded answer in this problem's order.</summary>
    private static AllocationAnswer Again(AllocationProblem problem, RecordedSolve recorded)
    {
        var targets = recorded.Targets.ToDictionary(t => t.Pool, t => t.Target);
        var detail = recorded.Allocator[Math.Min(recorded.Allocator.Length, recorded.Report.Allocator.Length + 2)..];
        return new AllocationAnswer([.. problem.Pools.Select(p => targets.GetValueOrDefault(p.Id, p.Current))], recorded.Report, detail);
    }

    private static AllocationAnswer Greedy(AllocationProblem problem, string whyNot)
    {
        var greedy = GreedyAllocation.Solve(problem);
        return greedy with { Detail = $"{greedy.Detail} Used because {whyNot}." };
    }

    /// <summary>A solver that ran out of time may hold an answer that greedy beats.</summary>
    private static AllocationAnswer NotWorse(AllocationProblem problem, AllocationAnswer answer)
    {
        if (answer.Report.Status != "feasible")
        {
            return answer;
        }

        var greedy = GreedyAllocation.Solve(problem);
        return greedy.Report.Status == "feasible" && greedy.Report.Objective < answer.Report.Objective
            ? greedy with { Detail = $"{greedy.Detail} Used because the solver ran out of time with a dearer answer." }
            : answer;
    }

    private static void Tell(AllocationProblem problem, AllocationAnswer answer, StepList steps)
    {
        var before = problem.CostUsd([.. problem.Pools.Select(p => p.Current)]);
        steps.Add("allocation", "plan", before, answer.Report.Objective, answer.Report.Status, answer.Told);
        foreach (var (pool, target) in problem.Pools.Zip(answer.Targets))
        {
            steps.Add("allocation", pool.Id.ToString(), pool.Current, target, "target", $"{pool.Current} replicas now, {target} wanted.");
        }

        var faults = AllocationChecker.Check(problem, answer.Targets);
        steps.Add("check", "plan", null, faults.Count, faults.Count == 0 ? "sound" : "faulty", faults.Count == 0 ? "Bounds, limits and demands hold." : string.Join(" ", faults));
    }
}
