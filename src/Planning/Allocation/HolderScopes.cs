namespace SageServe.Planning;

/// <summary>Which limits and caps each holder counts in, and how much.</summary>
internal sealed class HolderScopes
{
    private readonly Dictionary<RegionId, List<int>> _capsOf = [];
    private readonly List<int> _capsOfAll = [];

    public HolderScopes(AllocationIndex index)
    {
        var problem = index.Problem;
        OfLimit = [.. problem.Limits.Select(_ => new List<int>())];
        OfCap = [.. problem.Caps.Select(_ => new List<(int, double)>())];
        Limits = [.. Enumerable.Range(0, index.HolderCount).Select(_ => new List<int>(1))];
        Caps = [.. Enumerable.Range(0, index.HolderCount).Select(_ => new List<(int, double)>(1))];
        var places = problem.Limits.Select((l, i) => (l, i)).ToLookup(l => (l.l.Region, l.l.Accelerator));
        for (var c = 0; c < problem.Caps.Length; c++)
        {
            CapsNear(problem.Caps[c].Region).Add(c);
        }

        for (var i = 0; i < problem.Pools.Length; i++)
        {
            if (!index.IsMember(i))
            {
                var pool = problem.Pools[i];
                Add(problem, places[(pool.Id.Region, pool.Id.Accelerator)], i, pool.Id.Model, (pool.Id.Region, pool.Id.Accelerator, pool.Id.CapacityType), pool.Gpus, pool.RunUsd);
            }
        }

        for (var g = 0; g < problem.Groups.Length; g++)
        {
            var group = problem.Groups[g];
            Add(problem, places[(group.Region, group.Accelerator)], problem.Pools.Length + g, null, (group.Region, group.Accelerator, group.CapacityType), group.Gpus, group.RunUsd);
        }

        CurrentOfLimit = [.. OfLimit.Select(l => l.Sum(index.Current))];
    }

    /// <summary>What stands in each limit before the plan.</summary>
    public int[] CurrentOfLimit { get; }

    /// <summary>Holders of each limit.</summary>
    public List<int>[] OfLimit { get; }

    /// <summary>Holders of each cap, and what one replica or unit counts.</summary>
    public List<(int Holder, double Weight)>[] OfCap { get; }

    /// <summary>Limits of each holder.</summary>
    public List<int>[] Limits { get; }

    /// <summary>Caps of each holder, and what one replica or unit counts.</summary>
    public List<(int Cap, double Weight)>[] Caps { get; }

    /// <summary>Caps that name the region; those that name none at null. A pool need not look at what holds elsewhere.</summary>
    private List<int> CapsNear(RegionId? region)
    {
        if (region is not { } at)
        {
            return _capsOfAll;
        }

        return _capsOf.TryGetValue(at, out var caps) ? caps : _capsOf[at] = [];
    }

    private void Add(
        AllocationProblem problem, IEnumerable<(RegionLimit Limit, int Index)> near, int holder, ModelId? model,
        (RegionId Region, AcceleratorId Accelerator, CapacityType Type) place, int gpus, double usd)
    {
        foreach (var (limit, l) in near.Where(l => l.Limit.Holds(place.Region, place.Accelerator, place.Type)))
        {
            OfLimit[l].Add(holder);
            Limits[holder].Add(l);
        }

        foreach (var c in CapsNear(place.Region).Concat(CapsNear(null)))
        {
            var cap = problem.Caps[c];
            if (cap.Holds(model, place.Region, place.Accelerator, place.Type))
            {
                var weight = cap.IsMoney ? usd : gpus;
                OfCap[c].Add((holder, weight));
                Caps[holder].Add((c, weight));
            }
        }
    }
}
