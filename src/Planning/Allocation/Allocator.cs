using System.Collections.Immutable;

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
        if (answer is not null && AllocationChecker.Check(problem, answer) is { Count: > 0 } faults)
        {
            (answer, whyNot) = (null, $"the solver's answer is faulty: {string.Join(" ", faults)}");
        }

        return answer ?? Greedy(problem, whyNot);
    }

    /// <summary>The recorded answer in this problem's order; flows follow from targets.</summary>
    private static AllocationAnswer Again(AllocationProblem problem, RecordedSolve recorded)
    {
        var targets = recorded.Targets.ToDictionary(t => t.Pool, t => t.Target);
        var detail = recorded.Allocator[Math.Min(recorded.Allocator.Length, recorded.Report.Allocator.Length + 2)..];
        ImmutableArray<int> all = [.. problem.Pools.Select(p => targets.GetValueOrDefault(p.Id, p.Current))];
        var index = new AllocationIndex(problem);
        var flows = FlowPlan.Of(index, all.AsSpan()).Flows;
        return new AllocationAnswer(all, recorded.Report, detail) { Flows = flows, Concessions = ConcessionList.Of(index, all.AsSpan(), flows), Prices = PlanPrices.Back(recorded.Prices) };
    }

    private static AllocationAnswer Greedy(AllocationProblem problem, string whyNot)
    {
        var greedy = GreedyAllocation.Solve(problem);
        return greedy with { Detail = $"{greedy.Detail} Used because {whyNot}." };
    }

    private static void Tell(AllocationProblem problem, AllocationAnswer answer, StepList steps)
    {
        var before = problem.CostUsd([.. problem.Pools.Select(p => p.Current)]);
        steps.Add("allocation", "plan", before, answer.Report.Objective, answer.Report.Status, answer.Told);
        foreach (var (pool, target) in problem.Pools.Zip(answer.Targets))
        {
            steps.Add("allocation", pool.Id.ToString(), pool.Current, target, "target", $"{pool.Current} replicas now, {target} wanted.");
        }

        foreach (var price in answer.Prices.Where(p => p is { Basis: ShadowPrices.OfRelaxation, Family: not (ConstraintFamily.Demand or ConstraintFamily.LocalShare) }))
        {
            steps.Add("allocation", price.Subject, null, price.UsdPerHour, "shadow-price", price.Words);
        }

        foreach (var given in answer.Concessions)
        {
            steps.Add("allocation", given.Subject, given.Asked, given.By, "gave-way", given.Words);
        }

        var faults = AllocationChecker.Check(problem, answer);
        steps.Add("check", "plan", null, faults.Count, faults.Count == 0 ? "sound" : "faulty", faults.Count == 0 ? "Bounds, limits and demands hold." : string.Join(" ", faults));
    }
}
