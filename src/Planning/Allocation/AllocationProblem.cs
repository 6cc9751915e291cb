using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// How many replicas should each pool have, and which region carries what? The paper's integer program as data, and what a real fleet
/// adds to it: pools with what a replica does and costs, demands that pools together must carry, demands that may travel, limits of
/// regions, groups that share GPUs, quotas, budgets, limits of spot. What is absent costs nothing.
/// </summary>
internal sealed record AllocationProblem
{
    /// <summary>Sorted by id. Targets stand in this order everywhere.</summary>
    public required ImmutableArray<AllocationPool> Pools { get; init; }

    public required ImmutableArray<RegionDemand> Demands { get; init; }

    public required ImmutableArray<RegionLimit> Limits { get; init; }

    /// <summary>Demands that may travel.</summary>
    public ImmutableArray<OriginDemand> Origins { get; init; } = [];

    public ImmutableArray<AllocationGroup> Groups { get; init; } = [];

    public ImmutableArray<AllocationCap> Caps { get; init; } = [];

    public ImmutableArray<SpotLimit> SpotLimits { get; init; } = [];

    /// <summary>Capacity of the pools at these targets that can serve a demand, prompt tokens per second.</summary>
    public double Capacity(RegionDemand demand, ReadOnlySpan<int> targets)
    {
        double capacity = 0;
        for (var i = 0; i < Pools.Length; i++)
        {
            capacity += demand.IsServedBy(Pools[i]) ? targets[i] * Pools[i].Carries : 0;
        }

        return capacity;
    }

    /// <summary>Cost over the interval: running, start-up of added replicas, acquisition of net new machines per region; what travels apart.</summary>
    public double CostUsd(ReadOnlySpan<int> targets) => new AllocationIndex(this).CostUsd(targets);

    /// <summary>Sum of what the targets leave uncarried of the demands that do not travel, prompt tokens per second.</summary>
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
