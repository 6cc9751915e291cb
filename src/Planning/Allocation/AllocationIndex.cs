namespace SageServe.Planning;

/// <summary>
/// A problem with its cross references. A holder is what takes GPUs and money: a pool with GPUs of its own, or a group (after the
/// pools). The number of a group's units follows from what is awake: it costs to have more.
/// </summary>
internal sealed class AllocationIndex
{
    private readonly AllocationPool[] _pools;

    public AllocationIndex(AllocationProblem problem)
    {
        Problem = problem;
        _pools = [.. problem.Pools];
        var groups = problem.Groups.Select((g, i) => (g.Name, i)).ToDictionary(g => g.Name, g => g.i, StringComparer.Ordinal);
        HolderOf = [.. _pools.Select((p, i) => p.Group is { } name ? _pools.Length + groups[name] : i)];
        Members = [.. problem.Groups.Select(_ => new List<int>())];
        for (var i = 0; i < _pools.Length; i++)
        {
            if (IsMember(i))
            {
                Members[HolderOf[i] - _pools.Length].Add(i);
            }
        }

        Scopes = new HolderScopes(this);
        Flows = new FlowIndex(problem);
        Demands = new DemandIndex(problem);
    }

    public AllocationProblem Problem { get; }

    public ReadOnlySpan<AllocationPool> Pools => _pools;

    public int HolderCount => _pools.Length + Problem.Groups.Length;

    /// <summary>By pool.</summary>
    public int[] HolderOf { get; }

    /// <summary>Pools of each group.</summary>
    public List<int>[] Members { get; }

    public HolderScopes Scopes { get; }

    public FlowIndex Flows { get; }

    public DemandIndex Demands { get; }

    public bool IsMember(int pool) => HolderOf[pool] >= _pools.Length;

    /// <summary>What stands of a holder before the plan.</summary>
    public int Current(int holder) => holder < _pools.Length ? _pools[holder].Current : Problem.Groups[holder - _pools.Length].Current;

    public double RunUsd(int holder) => holder < _pools.Length ? _pools[holder].RunUsd : Problem.Groups[holder - _pools.Length].RunUsd;

    public double StartUsd(int holder) => holder < _pools.Length ? _pools[holder].StartUsd : Problem.Groups[holder - _pools.Length].StartUsd;

    /// <summary>Units of each group that these targets need.</summary>
    public int Units(int group, ReadOnlySpan<int> targets)
    {
        var awake = Problem.Groups[group].AwakeElsewhere;
        foreach (var pool in Members[group])
        {
            awake += targets[pool];
        }

        return Math.Max(Problem.Groups[group].Min, awake);
    }

    /// <summary>Units of every group that these targets need.</summary>
    public int[] UnitsOf(ReadOnlySpan<int> targets)
    {
        var units = new int[Problem.Groups.Length];
        for (var g = 0; g < units.Length; g++)
        {
            units[g] = Units(g, targets);
        }

        return units;
    }

    /// <summary>Of every holder; a member pool holds nothing itself.</summary>
    public int[] Held(ReadOnlySpan<int> targets)
    {
        var held = new int[HolderCount];
        for (var i = 0; i < _pools.Length; i++)
        {
            held[i] = IsMember(i) ? 0 : targets[i];
        }

        for (var g = 0; g < Problem.Groups.Length; g++)
        {
            held[_pools.Length + g] = Units(g, targets);
        }

        return held;
    }

    /// <summary>See <see cref="AllocationProblem.CostUsd"/>.</summary>
    public double CostUsd(ReadOnlySpan<int> targets)
    {
        double cost = 0;
        for (var i = 0; i < _pools.Length; i++)
        {
            cost += targets[i] * _pools[i].RunUsd + Math.Max(0, targets[i] - _pools[i].Current) * _pools[i].StartUsd;
        }

        var held = Held(targets);
        for (var h = _pools.Length; h < held.Length; h++)
        {
            cost += held[h] * RunUsd(h) + Math.Max(0, held[h] - Current(h)) * StartUsd(h);
        }

        for (var l = 0; l < Problem.Limits.Length; l++)
        {
            var limit = Problem.Limits[l];
            var (added, started) = (limit.AddedElsewhere, 0);
            foreach (var holder in Scopes.OfLimit[l])
            {
                added += held[holder] - Current(holder);
                started += Math.Max(0, held[holder] - Current(holder));
            }

            cost += Math.Max(0, added) * (limit.AcquireUsd + limit.SwapSavesUsd) - started * limit.SwapSavesUsd;
        }

        return cost;
    }
}
