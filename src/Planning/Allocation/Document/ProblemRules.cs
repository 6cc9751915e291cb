namespace SageServe.Planning;

/// <summary>Says everything that is wrong with a planning problem, all at once, and where.</summary>
public static class ProblemRules
{
    public static IReadOnlyList<string> Check(ProblemDocument problem)
    {
        var problems = new List<string>();
        Within(problem.IntervalHours, 1e-6, 8760, "intervalHours", problems);
        Within(problem.LocalShare, 0, 1, "localShare", problems);
        Within(problem.SpotShare, 0, 1, "spotShare", problems);
        Within(problem.SpotRisk, 0, 0.999999, "spotRisk", problems);
        Within(problem.RelayCost, 0, 1, "relayCost", problems);
        Within(problem.NearestRegions, 0, 1000, "nearestRegions", problems);
        Unique(problem.Accelerators.Select(a => a.Id.ToString()), "accelerators", problems);
        Unique(problem.Regions.Select(r => r.Id.ToString()), "regions", problems);
        if (problem.Pools.Select(p => p.Id).ToHashSet().Count < problem.Pools.Length)
        {
            Unique(problem.Pools.Select(p => p.Id.ToString()), "pools", problems);
        }

        Unique(problem.Groups.Select(g => g.Name), "groups", problems);
        if (problem.Pools.IsEmpty)
        {
            problems.Add("pools: is empty; there is nothing to plan.");
        }

        new ProblemHardwareRules(problem, problems).Check();
        new ProblemPoolRules(problem, problems).Check();
        new ProblemDemandRules(problem, problems).Check();
        return problems;
    }

    internal static void Within(double value, double low, double high, string where, List<string> problems)
    {
        if (!(value >= low && value <= high))
        {
            problems.Add(FormattableString.Invariant($"{where}: {value} must be within {low}..{high}."));
        }
    }

    private static void Unique(IEnumerable<string> names, string where, List<string> problems) =>
        problems.AddRange(names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{where}: '{g.Key}' stands {g.Count()} times."));
}
