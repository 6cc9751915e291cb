using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// How many replicas should each pool have? The paper's integer program as data: pools with what a replica does and costs,
/// demands that pools together must carry (locally and globally), limits of regions.
/// </summary>
internal sealed record AllocationProblem
{
    /// <summary>Sorted by id. Targets stand in this order everywhere.</summary>
    public required ImmutableArray<AllocationPool> Pools { get; init; }

    public required ImmutableArray<RegionDemand> Demands { get; init; }

    public required ImmutableArray<RegionLimit> Limits { get; init; }

    /// <summary>Capacity of the pools at these targets that can serve a demand, prompt tokens per second.</summary>
    public double Capacity(RegionDemand demand, ReadOnlySpan<int> targets)
    {
        double capacity = 0;
        for (var i = 0; i < Pools.Length; i++)
        {
            capacity += demand.IsServedBy(Pools[i]) ? targets[i] * Pools[i].Theta : 0;
        }

        return capacity;
    }

    /// <summary>Cost over the interval: running, start-up of added replicas, acquisition of net new machines per region.</summary>
    public double CostUsd(ReadOnlySpan<int> targets)
    {
        double cost = 0;
        for (var i = 0; i < Pools.Length; i++)
        {
            cost += targets[i] * Pools[i].RunUsd + Math.Max(0, targets[i] - Pools[i].Current) * Pools[i].StartUsd;
        }

        foreach (var limit in Limits)
        {
            var added = 0;
            for (var i = 0; i < Pools.Length; i++)
            {
                added += limit.Holds(Pools[i]) ? targets[i] - Pools[i].Current : 0;
            }

            cost += Math.Max(0, added) * limit.AcquireUsd;
        }

        return cost;
    }

    /// <summary>Sum of what the targets leave uncarried, prompt tokens per second.</summary>
    public double Shortfall(ReadOnlySpan<int> targets)
    {
        double sum = 0;
        foreach (var demand in Demands)
        {
            sum += Math.Max(0, demand.Required - Capacity(demand, targets));
        }

        return sum;
    }
}
