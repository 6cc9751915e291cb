namespace SageServe.Planning;

/// <summary>What targets use and carry, added up from the problem as it is told; written apart from the model on purpose.</summary>
internal sealed class CheckedPlan
{
    private readonly AllocationProblem _problem;
    private readonly IReadOnlyList<int> _targets;
    private readonly List<(ModelId? Model, RegionId Region, AcceleratorId Accelerator, CapacityType Type, int Gpus, double Usd, int Count)> _machines = [];
    private readonly ILookup<ModelId, int> _ofModel;
    private readonly ILookup<RegionId, (ModelId? Model, RegionId Region, AcceleratorId Accelerator, CapacityType Type, int Gpus, double Usd, int Count)> _inRegion;

    public CheckedPlan(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        _problem = problem;
        _targets = targets;
        _ofModel = Enumerable.Range(0, targets.Count).ToLookup(i => problem.Pools[i].Id.Model);
        for (var i = 0; i < targets.Count; i++)
        {
            var pool = problem.Pools[i];
            if (pool.Group is null)
            {
                _machines.Add((pool.Id.Model, pool.Id.Region, pool.Id.Accelerator, pool.Id.CapacityType, pool.Gpus, pool.RunUsd, targets[i]));
            }
        }

        var awake = Awake(problem, targets);
        foreach (var group in problem.Groups)
        {
            _machines.Add((null, group.Region, group.Accelerator, group.CapacityType, group.Gpus, group.RunUsd, Math.Max(awake[group.Name], group.Min)));
        }

        _inRegion = _machines.ToLookup(m => m.Region);
    }

    /// <summary>Engines awake in each group.</summary>
    public static Dictionary<string, int> Awake(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        var awake = problem.Groups.ToDictionary(g => g.Name, g => g.AwakeElsewhere, StringComparer.Ordinal);
        for (var i = 0; i < targets.Count; i++)
        {
            if (problem.Pools[i].Group is { } name)
            {
                awake[name] += targets[i];
            }
        }

        return awake;
    }

    public IEnumerable<CheckedBreach> Hardware()
    {
        var places = _machines.ToLookup(m => (m.Region, m.Accelerator));
        foreach (var limit in _problem.Limits.Where(l => l.Replicas is not null))
        {
            var held = places[(limit.Region, limit.Accelerator)].Where(m => limit.CapacityType is null || m.Type == limit.CapacityType).Sum(m => m.Count);
            foreach (var breach in new CheckedBreach(ConstraintFamily.Capacity, limit.ToString(), limit.Replicas!.Value, held, false, "replicas").IfAny())
            {
                yield return breach;
            }
        }

        foreach (var cap in _problem.Caps)
        {
            foreach (var breach in new CheckedBreach(cap.Family, cap.ToString(), cap.Most, Used(cap), false, cap.IsMoney ? "USD" : "GPUs").IfAny())
            {
                yield return breach;
            }
        }
    }

    public IEnumerable<CheckedBreach> Spot()
    {
        foreach (var limit in _problem.SpotLimits)
        {
            var pools = _ofModel[limit.Model].Where(i => limit.Region is null || _problem.Pools[i].Id.Region == limit.Region).ToList();
            var all = pools.Sum(Counted);
            var spot = pools.Where(i => _problem.Pools[i].Id.CapacityType == CapacityType.Spot).Sum(Counted);
            foreach (var breach in new CheckedBreach(ConstraintFamily.SpotShare, limit.ToString(), limit.MostShare * all, spot, false, "tokens/s").IfAny())
            {
                yield return breach;
            }
        }
    }

    /// <summary>Demands that do not travel.</summary>
    public IEnumerable<CheckedBreach> Demands()
    {
        foreach (var demand in _problem.Demands)
        {
            bool Serves(AllocationPool pool) => pool.Id.Model == demand.Model && (demand.Region is null || demand.Region == pool.Id.Region) && (pool.Serves.Bits & demand.Tiers.Bits) != 0;
            var carried = _ofModel[demand.Model].Where(i => Serves(_problem.Pools[i])).Sum(Counted);
            var breach = new CheckedBreach(ConstraintFamily.Demand, demand.ToString(), demand.Required, carried, true, "tokens/s") { Mends = Serves };
            foreach (var one in breach.IfAny())
            {
                yield return one;
            }
        }
    }

    /// <summary>True where a replica that would help breaks nothing.</summary>
    public bool CouldGrow(CheckedBreach breach) =>
        Enumerable.Range(0, _targets.Count).Any(i => breach.Mends(_problem.Pools[i]) && CouldGrow(_problem.Pools[i], _targets[i]));

    private double Counted(int i) => _targets[i] * _problem.Pools[i].Theta * (1 - _problem.Pools[i].Risk);

    private double Used(AllocationCap cap) => (cap.Region is { } region ? _inRegion[region] : _machines).Where(m =>
        (cap.Region is null || m.Region == cap.Region) && (cap.Accelerator is null || m.Accelerator == cap.Accelerator)
        && (cap.CapacityType is null || m.Type == cap.CapacityType) && (cap.Model is null || m.Model == cap.Model)).Sum(m => m.Count * (cap.IsMoney ? m.Usd : m.Gpus));

    private bool CouldGrow(AllocationPool pool, int target)
    {
        if (target >= pool.Max || pool.Theta * (1 - pool.Risk) <= 0)
        {
            return false;
        }

        // A group is taken as full, and a limit of spot as reached, where either is near: what is said here must be certain.
        var isSpotLimited = pool.Id.CapacityType == CapacityType.Spot && _problem.SpotLimits.Any(s => s.Model == pool.Id.Model);
        return pool.Group is null && !isSpotLimited
            && _problem.Limits.All(l => l.Replicas is null || l.Region != pool.Id.Region || l.Accelerator != pool.Id.Accelerator
                || (l.CapacityType is not null && l.CapacityType != pool.Id.CapacityType)
                || _machines.Where(m => m.Region == l.Region && m.Accelerator == l.Accelerator && (l.CapacityType is null || m.Type == l.CapacityType)).Sum(m => m.Count) < l.Replicas)
            && _problem.Caps.All(c => (c.Region is not null && c.Region != pool.Id.Region) || (c.Accelerator is not null && c.Accelerator != pool.Id.Accelerator)
                || (c.CapacityType is not null && c.CapacityType != pool.Id.CapacityType) || (c.Model is not null && c.Model != pool.Id.Model)
                || Used(c) + (c.IsMoney ? pool.RunUsd : pool.Gpus) <= c.Most * (1 + 1e-9));
    }
}
