namespace SageServe.Shared;

/// <summary>What must hold of co-resident groups and the pools that name them.</summary>
internal static class GroupRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static void Check(CatalogDocument catalog, List<string> problems)
    {
        var groups = catalog.Groups.IsDefault ? [] : catalog.Groups;
        var pools = catalog.Pools.IsDefault ? [] : catalog.Pools;
        for (var i = 0; i < groups.Length; i++)
        {
            Check(groups[i], $"groups[{i}] ('{groups[i].Name}')", catalog, problems);
            Members(groups[i], $"groups[{i}] ('{groups[i].Name}')", [.. pools.Where(p => p.Group == groups[i].Name)], problems);
        }

        foreach (var repeated in groups.GroupBy(g => g.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"groups: '{repeated.Key}' stands {repeated.Count()} times; each name may stand once.");
        }

        foreach (var pool in pools.Where(p => p.Group is not null && groups.All(g => g.Name != p.Group)))
        {
            problems.Add($"pools: {pool.Id}: group '{pool.Group}' does not stand in groups; there {(groups.IsEmpty ? "are none" : $"are: {string.Join(", ", groups.Select(g => g.Name))}")}.");
        }
    }

    private static void Check(GroupSpec group, string where, CatalogDocument catalog, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(group.Name))
        {
            problems.Add($"{where}: needs a name, which its pools bear as their group.");
        }

        if (!catalog.Regions.Any(r => r.Id == group.Region))
        {
            problems.Add($"{where}: region '{group.Region}' does not stand in regions.");
        }

        if (!catalog.Accelerators.Any(a => a.Id == group.Accelerator))
        {
            problems.Add($"{where}: accelerator '{group.Accelerator}' does not stand in accelerators.");
        }

        if (group.MinUnits < 0 || group.InitialUnits < group.MinUnits || group.MaxUnits < Math.Max(1, group.InitialUnits))
        {
            problems.Add($"{where}: needs 0 <= minUnits <= initialUnits <= maxUnits and maxUnits >= 1; it has {group.MinUnits}, {group.InitialUnits}, {group.MaxUnits}.");
        }

        if (group.Wakes() < TimeSpan.Zero || group.Wakes() > Longest || group.Sleeps() < TimeSpan.Zero || group.Sleeps() > Longest)
        {
            problems.Add($"{where}: wakeTime and sleepTime must be within 0 s..1 h; they are {group.Wakes()} and {group.Sleeps()}.");
        }
    }

    private static void Members(GroupSpec group, string where, List<PoolSpec> members, List<string> problems)
    {
        if (members.Select(m => m.Id.Model).Distinct().Count() < 2)
        {
            problems.Add($"{where}: is named by pools of {members.Select(m => m.Id.Model).Distinct().Count()} models; sharing GPUs takes at least two. Set \"group\": \"{group.Name}\" in the pools that share them, or take the group out.");
        }

        foreach (var pool in members)
        {
            if ((pool.Id.Region, pool.Id.Accelerator, pool.Id.CapacityType) != (group.Region, group.Accelerator, group.CapacityType))
            {
                problems.Add($"pools: {pool.Id}: its group '{group.Name}' is {group.Region}/{group.Accelerator}/{group.CapacityType}; members stand on the same GPUs.");
            }

            if (pool.MaxReplicas > group.MaxUnits)
            {
                problems.Add($"pools: {pool.Id}: maxReplicas {pool.MaxReplicas} is more than the {group.MaxUnits} units that its group '{group.Name}' may have.");
            }
        }

        if (members.Sum(m => (long)m.MinReplicas) is var least && least > group.MaxUnits)
        {
            problems.Add($"{where}: its pools are to have {least} awake at least, and it has at most {group.MaxUnits} units; raise maxUnits or lower their minReplicas.");
        }

        if (members.Sum(m => (long)m.MaxReplicas) is var most && most < group.MinUnits)
        {
            problems.Add($"{where}: keeps {group.MinUnits} units, of which its pools may never have more than {most} awake; lower minUnits or raise their maxReplicas.");
        }

        if (members.Sum(m => (long)m.InitialReplicas) is var first && first > group.InitialUnits)
        {
            problems.Add($"{where}: its pools start with {first} awake, and it starts with {group.InitialUnits} units; raise initialUnits or lower their initialReplicas.");
        }
    }
}
