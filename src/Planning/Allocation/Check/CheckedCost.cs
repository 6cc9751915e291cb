namespace SageServe.Planning;

/// <summary>What targets cost, step by step as a person would add it up.</summary>
internal static class CheckedCost
{
    public static double Usd(AllocationProblem problem, IReadOnlyList<int> targets)
    {
        var bill = 0.0;
        var changes = new List<(RegionId Region, AcceleratorId Accelerator, CapacityType Type, int Change)>();
        foreach (var (pool, target) in problem.Pools.Zip(targets))
        {
            bill += target * pool.RunUsd;
            bill += target > pool.Current ? (target - pool.Current) * pool.StartUsd : 0;
            if (pool.Group is null)
            {
                changes.Add((pool.Id.Region, pool.Id.Accelerator, pool.Id.CapacityType, target - pool.Current));
            }
        }

        var awake = CheckedPlan.Awake(problem, targets);
        foreach (var group in problem.Groups)
        {
            var units = Math.Max(group.Min, awake[group.Name]);
            bill += units * group.RunUsd;
            bill += units > group.Current ? (units - group.Current) * group.StartUsd : 0;
            changes.Add((group.Region, group.Accelerator, group.CapacityType, units - group.Current));
        }

        var places = changes.ToLookup(c => (c.Region, c.Accelerator));
        foreach (var limit in problem.Limits)
        {
            var here = places[(limit.Region, limit.Accelerator)].Where(c => limit.CapacityType is null || c.Type == limit.CapacityType).Select(c => c.Change).ToList();
            var started = here.Where(c => c > 0).Sum();
            var netNew = Math.Max(0, here.Sum() + limit.AddedElsewhere);

            // Starts that are not on net new machines take over the GPUs of what stops.
            bill += netNew * limit.AcquireUsd - (started - netNew) * limit.SwapSavesUsd;
        }

        return bill;
    }
}
