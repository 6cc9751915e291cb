namespace SageServe.Planning;

/// <summary>Rules of pools.</summary>
internal sealed class ProblemPoolRules(ProblemDocument problem, List<string> problems)
{
    private readonly Dictionary<string, ProblemGroup> _groups = problem.Groups.DistinctBy(g => g.Name).ToDictionary(g => g.Name, StringComparer.Ordinal);
    private readonly HashSet<AcceleratorId> _accelerators = [.. problem.Accelerators.Select(a => a.Id)];
    private readonly HashSet<RegionId> _regions = [.. problem.Regions.Select(r => r.Id)];

    public void Check()
    {
        for (var i = 0; i < problem.Pools.Length; i++)
        {
            var pool = problem.Pools[i];
            if (IsSound(pool))
            {
                continue;
            }

            var where = $"pools[{i}]";
            if (!_regions.Contains(pool.Region) || !_accelerators.Contains(pool.Accelerator))
            {
                problems.Add($"{where}: region '{pool.Region}' or accelerator '{pool.Accelerator}' does not stand in regions or accelerators.");
            }

            ProblemRules.Within(pool.TokensPerSecond, 1e-9, 1e12, where + ".tokensPerSecond", problems);
            ProblemRules.Within(pool.StartMinutes, 0, 1e9, where + ".startMinutes", problems);
            ProblemHardwareRules.Bounds(pool.Min, pool.Max, pool.Current, where, problems);
            CheckGroup(pool, where);
        }

        var members = problem.Pools.Where(p => p.Group is not null).ToLookup(p => p.Group, StringComparer.Ordinal);
        foreach (var group in problem.Groups)
        {
            var least = members[group.Name].Sum(p => (long)p.Min);
            if (least > group.Max)
            {
                problems.Add($"groups ('{group.Name}'): its pools are to have {least} awake at least, and it has at most {group.Max} units.");
            }
        }
    }

    /// <summary>Most pools are; only the others need words, which take most of the time where there are many.</summary>
    private bool IsSound(ProblemPool pool) =>
        pool.Group is null && _regions.Contains(pool.Region) && _accelerators.Contains(pool.Accelerator)
        && pool.TokensPerSecond is >= 1e-9 and <= 1e12 && pool.StartMinutes is >= 0 and <= 1e9
        && ProblemHardwareRules.AreBounds(pool.Min, pool.Max, pool.Current);

    private void CheckGroup(ProblemPool pool, string where)
    {
        if (pool.Group is not { } name)
        {
            return;
        }

        if (!_groups.TryGetValue(name, out var group))
        {
            problems.Add($"{where}: group '{name}' does not stand in groups.");
        }
        else if ((group.Region, group.Accelerator, group.CapacityType) != (pool.Region, pool.Accelerator, pool.CapacityType))
        {
            problems.Add($"{where}: group '{name}' is {group.Region}/{group.Accelerator}/{group.CapacityType}, not {pool.Region}/{pool.Accelerator}/{pool.CapacityType}.");
        }
    }
}
