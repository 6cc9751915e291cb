namespace SageServe.Planning;

/// <summary>The door for planning problems that come as documents: build, solve, check.</summary>
public static class CapacityProgram
{
    /// <param name="document">Checked by <see cref="ProblemRules"/>.</param>
    /// <param name="seconds">Longest search.</param>
    /// <param name="gap">Relative gap at which it may stop.</param>
    /// <exception cref="ArgumentException">The document breaks a rule; the message lists every problem.</exception>
    public static ProblemAnswer Solve(ProblemDocument document, double seconds, double gap) => Solve(document, seconds, gap, IlpAllocation.Cbc);

    /// <summary>A plan at once, by greedy alone.</summary>
    public static ProblemAnswer SolveGreedily(ProblemDocument document)
    {
        Require(document);
        var problem = new ProblemBuild(document).Build();
        return Told(problem, GreedyAllocation.Solve(problem));
    }

    internal static ProblemAnswer Solve(ProblemDocument document, double seconds, double gap, string engine)
    {
        Require(document);
        var problem = new ProblemBuild(document).Build();
        var options = new PlanningOptions { SolveSeconds = seconds, SolveGap = gap, PlanInterval = TimeSpan.FromHours(document.IntervalHours) };
        return Told(problem, new Allocator(options, engine).Allocate(problem, null, new StepList()));
    }

    private static void Require(ProblemDocument document)
    {
        if (ProblemRules.Check(document) is { Count: > 0 } problems)
        {
            throw new ArgumentException("The planning problem has problems:\n- " + string.Join("\n- ", problems), nameof(document));
        }
    }

    private static ProblemAnswer Told(AllocationProblem problem, AllocationAnswer answer)
    {
        var report = answer.Report;
        var awake = CheckedPlan.Awake(problem, answer.Targets);
        var faults = AllocationChecker.Check(problem, answer);
        return new ProblemAnswer
        {
            Status = report.Status,
            Feasible = faults.Count == 0 && answer.Concessions.IsEmpty,
            Allocator = report.Allocator,
            Detail = answer.Detail,
            ObjectiveUsd = report.Objective,
            BestBoundUsd = report.BestBound,
            Gap = report.BestBound is { } bound ? Math.Max(0, report.Objective - bound) / Math.Max(1e-9, Math.Abs(report.Objective)) : null,
            Variables = report.Variables,
            Constraints = report.Constraints,
            Targets = [.. problem.Pools.Zip(answer.Targets, (p, target) => new PoolTarget(p.Id, p.Current, target))],
            Groups = [.. problem.Groups.Select(g => new GroupTarget(g.Name, g.Current, Math.Max(g.Min, awake[g.Name])))],
            Flows = [.. answer.Flows.GroupBy(f => (problem.Origins[f.Origin].Model, problem.Origins[f.Origin].Region, f.To))
                .Select(g => new FlowTarget(g.Key.Model, g.Key.Region, g.Key.To, g.Sum(f => f.Rate)))],
            RegionWeights = FlowWeights.Of(problem, answer.Flows),
            Concessions = answer.Concessions,
            ShadowPrices = answer.Prices,
            Faults = [.. faults],
        };
    }
}
