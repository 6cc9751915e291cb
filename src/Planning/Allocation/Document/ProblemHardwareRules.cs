namespace SageServe.Planning;

/// <summary>Rules of accelerators, regions, groups, quotas and budgets.</summary>
internal sealed class ProblemHardwareRules(ProblemDocument problem, List<string> problems)
{
    private const double Most = 1e12;

    private readonly HashSet<AcceleratorId> _accelerators = [.. problem.Accelerators.Select(a => a.Id)];
    private readonly HashSet<RegionId> _regions = [.. problem.Regions.Select(r => r.Id)];
    private readonly ILookup<(RegionId, AcceleratorId), ProblemPool> _places = problem.Pools.Where(p => p.Group is null).ToLookup(p => (p.Region, p.Accelerator));

    public void Check()
    {
        for (var i = 0; i < problem.Accelerators.Length; i++)
        {
            var accelerator = problem.Accelerators[i];
            ProblemRules.Within(accelerator.Gpus, 1, 10_000, $"accelerators[{i}].gpus", problems);
            ProblemRules.Within(accelerator.UsdPerGpuHour, 0, Most, $"accelerators[{i}].usdPerGpuHour", problems);
            ProblemRules.Within(accelerator.SpotUsdPerGpuHour ?? 0, 0, Most, $"accelerators[{i}].spotUsdPerGpuHour", problems);
        }

        for (var i = 0; i < problem.Regions.Length; i++)
        {
            Check(problem.Regions[i], $"regions[{i}]");
        }

        for (var i = 0; i < problem.Groups.Length; i++)
        {
            var group = problem.Groups[i];
            Known(group.Region, group.Accelerator, $"groups[{i}]");
            ProblemRules.Within(group.StartMinutes, 0, Most, $"groups[{i}].startMinutes", problems);
            Bounds(group.Min, group.Max, group.Current, $"groups[{i}] ('{group.Name}')", problems);
        }

        Caps(problem.Quotas, "quotas", mayBeMoney: false);
        Caps(problem.Budgets, "budgets", mayBeMoney: true);
    }

    public static bool AreBounds(int min, int max, int current) => min >= 0 && max >= min && current >= 0 && max <= 1_000_000 && current <= 1_000_000;

    public static void Bounds(int min, int max, int current, string where, List<string> problems)
    {
        if (!AreBounds(min, max, current))
        {
            problems.Add($"{where}: needs 0 <= min <= max <= 1000000 and 0 <= current <= 1000000; it has min {min}, max {max}, current {current}.");
        }
    }

    private void Check(ProblemRegion region, string where)
    {
        for (var c = 0; c < region.Capacity.Length; c++)
        {
            var capacity = region.Capacity[c];
            Known(region.Id, capacity.Accelerator, $"{where}.capacity[{c}]");
            ProblemRules.Within(capacity.Replicas ?? 0, 0, 1_000_000, $"{where}.capacity[{c}].replicas", problems);
            ProblemRules.Within(capacity.AcquireMinutes, 0, Most, $"{where}.capacity[{c}].acquireMinutes", problems);
            var shortest = _places[(region.Id, capacity.Accelerator)].Where(p => (capacity.CapacityType ?? p.CapacityType) == p.CapacityType)
                .Select(p => p.StartMinutes).Concat(problem.Groups.Where(g => g.Region == region.Id && g.Accelerator == capacity.Accelerator && (capacity.CapacityType ?? g.CapacityType) == g.CapacityType).Select(g => g.StartMinutes)).DefaultIfEmpty(Most).Min();
            ProblemRules.Within(capacity.SwapSavesMinutes, 0, shortest, $"{where}.capacity[{c}].swapSavesMinutes (at most the shortest start here)", problems);
        }

        for (var l = 0; l < region.Links.Length; l++)
        {
            ProblemRules.Within(region.Links[l].RoundTripMs, 0, 600_000, $"{where}.links[{l}].roundTripMs", problems);
            Known(region.Links[l].Region, null, $"{where}.links[{l}]");
        }
    }

    private void Caps(IReadOnlyList<ProblemCap> caps, string list, bool mayBeMoney)
    {
        for (var i = 0; i < caps.Count; i++)
        {
            var (cap, where) = (caps[i], $"{list}[{i}]");
            Known(cap.Region, cap.Accelerator, where);
            ProblemRules.Within(cap.Gpus ?? 0, 0, Most, where + ".gpus", problems);
            ProblemRules.Within(cap.UsdPerHour ?? 0, 0, Most, where + ".usdPerHour", problems);
            if (!mayBeMoney && cap.UsdPerHour is not null)
            {
                problems.Add($"{where}: a quota counts GPUs; money belongs into budgets.");
            }
            else if (cap.Gpus is null && cap.UsdPerHour is null)
            {
                problems.Add($"{where}: says neither gpus{(mayBeMoney ? " nor usdPerHour" : "")}, so it limits nothing.");
            }
        }
    }

    private void Known(RegionId? region, AcceleratorId? accelerator, string where)
    {
        if (region is { } r && !_regions.Contains(r))
        {
            problems.Add($"{where}: region '{r}' does not stand in regions.");
        }

        if (accelerator is { } a && !_accelerators.Contains(a))
        {
            problems.Add($"{where}: accelerator '{a}' does not stand in accelerators.");
        }
    }
}
