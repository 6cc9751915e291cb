using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>A checked document to the problem that is solved.</summary>
internal sealed class ProblemBuild(ProblemDocument document)
{
    private readonly Dictionary<AcceleratorId, ProblemAccelerator> _accelerators = document.Accelerators.ToDictionary(a => a.Id);

    public AllocationProblem Build()
    {
        ImmutableArray<AllocationPool> pools = [.. ProblemPoolOrder.Of(document.Pools).Select(Pool)];
        return new AllocationProblem
        {
            Pools = pools,
            Demands = [],
            Limits = [.. document.Regions.SelectMany(r => r.Capacity.Select(c => Limit(r, c)))],
            Groups = [.. document.Groups.Select(Group)],
            Origins = Origins(pools),
            Caps = [.. document.Quotas.Select(q => Cap(q, ConstraintFamily.Quota, q.Gpus ?? 0)), .. Budgets()],
            SpotLimits = document.SpotShare >= 1 ? []
                : [.. pools.GroupBy(p => p.Id.Model).Where(g => g.Any(p => p.Id.CapacityType == CapacityType.Spot)).Select(g => new SpotLimit(g.Key, null, document.SpotShare))],
        };
    }

    public static TierSet Tiers(IReadOnlyCollection<ServiceTier> tiers) => tiers.Count == 0 ? TierSet.All : TierSet.Of(tiers);

    private double Hourly(AcceleratorId accelerator, CapacityType type) => _accelerators[accelerator].ReplicaUsd(type);

    private AllocationPool Pool(ProblemPool pool)
    {
        var hourly = Hourly(pool.Accelerator, pool.CapacityType);
        return new AllocationPool(
            pool.Id, pool.Current, pool.Min, pool.Max, pool.TokensPerSecond, pool.Group is null ? hourly * document.IntervalHours : 0, hourly * pool.StartMinutes / 60)
        {
            Serves = Tiers(pool.Tiers),
            Gpus = _accelerators[pool.Accelerator].Gpus,
            Risk = pool.CapacityType == CapacityType.Spot ? document.SpotRisk : 0,
            Group = pool.Group,
        };
    }

    private AllocationGroup Group(ProblemGroup group)
    {
        var hourly = Hourly(group.Accelerator, group.CapacityType);
        return new AllocationGroup(
            group.Name, group.Region, group.Accelerator, group.CapacityType, group.Current, group.Min, group.Max, hourly * document.IntervalHours, hourly * group.StartMinutes / 60)
        {
            Gpus = _accelerators[group.Accelerator].Gpus,
        };
    }

    private RegionLimit Limit(ProblemRegion region, ProblemCapacity capacity)
    {
        // Saved is a part of the start, so where both kinds stand here it is at the lower of their prices.
        var saved = capacity.CapacityType is { } type ? Hourly(capacity.Accelerator, type)
            : Math.Min(Hourly(capacity.Accelerator, CapacityType.OnDemand), Hourly(capacity.Accelerator, CapacityType.Spot));
        return new RegionLimit(region.Id, capacity.Accelerator, capacity.Replicas, Hourly(capacity.Accelerator, CapacityType.OnDemand) * capacity.AcquireMinutes / 60)
        {
            CapacityType = capacity.CapacityType,
            SwapSavesUsd = saved * capacity.SwapSavesMinutes / 60,
        };
    }

    private ImmutableArray<OriginDemand> Origins(ImmutableArray<AllocationPool> pools)
    {
        var cheapest = pools.GroupBy(p => p.Id.Model).ToDictionary(g => g.Key, g => g.Min(p => Hourly(p.Id.Accelerator, p.Id.CapacityType) * document.IntervalHours / p.Carries));
        var routed = new ProblemRoutes(document, pools);
        var origins = ImmutableArray.CreateBuilder<OriginDemand>();
        foreach (var demand in document.Demands.Where(d => d.Required > 0).OrderBy(d => d.Model).ThenBy(d => d.Region))
        {
            var tiers = Tiers(demand.Tiers);
            var routes = routed.Of(demand.Model, demand.Region, tiers, document.RelayCost * cheapest[demand.Model]);
            var hasLocal = routes.Any(r => r.To == demand.Region);
            origins.Add(new OriginDemand(demand.Model, demand.Region, demand.Required, hasLocal ? demand.LocalShare ?? document.LocalShare : 0, routes) { Tiers = tiers });
        }

        return origins.ToImmutable();
    }

    private IEnumerable<AllocationCap> Budgets()
    {
        foreach (var budget in document.Budgets)
        {
            if (budget.Gpus is { } gpus)
            {
                yield return Cap(budget, ConstraintFamily.GpuBudget, gpus);
            }

            if (budget.UsdPerHour is { } usd)
            {
                yield return Cap(budget, ConstraintFamily.MoneyBudget, usd * document.IntervalHours);
            }
        }
    }

    private static AllocationCap Cap(ProblemCap cap, ConstraintFamily family, double most) => new(family, most)
    {
        Region = cap.Region,
        Accelerator = cap.Accelerator,
        CapacityType = cap.CapacityType,
        Model = cap.Model,
    };
}
