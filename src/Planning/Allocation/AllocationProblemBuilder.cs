using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>Fleet, forecast and catalog to an allocation problem. A pool that nobody reported is left out: it can't be planned.</summary>
internal sealed class AllocationProblemBuilder(ServingCatalog catalog, PlanningOptions options, LeadTimes leads)
{
    public AllocationProblem Build(ImmutableArray<PoolFacts> facts, GroupRound groups, DemandForecast forecast, DemandHistory history, StepList steps)
    {
        var mixes = new MixBook(history, options);
        var known = facts.ToDictionary(f => f.Pool);
        var pools = catalog.Pools.Where(p => known.ContainsKey(p.Id))
            .Select(p => Pool(p, known[p.Id], forecast.Of(p.Id.Model), mixes.Planned(p.Id.Deployment, TierSet.Of(p)), steps)).ToImmutableArray();
        var shared = new GroupProblem(catalog, options, leads).Groups(groups, pools);
        return new AllocationProblem
        {
            Pools = pools,
            Groups = shared,
            Demands = [.. Local(forecast, pools), .. Global(forecast, pools)],
            Limits = Limits(pools, shared),
            Origins = Origins(forecast, pools),
            Caps = Caps(pools, shared),
            SpotLimits = options.Program.SpotShare >= 1 ? []
                : [.. pools.Where(p => p.Id.CapacityType == CapacityType.Spot).Select(p => p.Id.Model).Distinct().Select(m => new SpotLimit(m, null, options.Program.SpotShare))],
        };
    }

    private AllocationPool Pool(PoolSpec spec, PoolFacts facts, ModelForecast forecast, TokenMix mix, StepList steps)
    {
        var profile = catalog.Profile(spec.Id.Model, spec.Id.Accelerator);
        var theta = ReplicaThroughput.Of(profile, mix, options.TargetUse);
        var hardware = catalog.Accelerator(spec.Id.Accelerator);
        var price = hardware.UsdPerReplicaHourOf(spec.Id.CapacityType);
        var current = facts.Ready + facts.Starting;

        // Without history the forecast is nothing; what stands is the better guess.
        var min = forecast.Known ? spec.MinReplicas : Math.Clamp(current, spec.MinReplicas, spec.MaxReplicas);

        // Where machines are missing, what stands is all that can be had: the load is planned for elsewhere.
        var max = facts.NotComing > 0 ? Math.Clamp(current, 0, spec.MaxReplicas) : spec.MaxReplicas;
        min = Math.Min(min, max);
        steps.Add("allocation", spec.Id.ToString(), null, theta.PromptTokensPerSecond, mix.Observed ? "replica-throughput" : "replica-throughput-assumed", string.Create(
            CultureInfo.InvariantCulture,
            $"A replica is planned for {theta.PromptTokensPerSecond:0} prompt tokens/s: {options.TargetUse:P0} of its {theta.Limit} limit at {mix.OutputPerPrompt:0.00} output tokens per prompt token.{(forecast.Known ? "" : " Too little demand was seen, so it keeps what it has.")}"));
        return new AllocationPool(
            spec.Id, current, min, max, theta.PromptTokensPerSecond,
            spec.Group is null ? price * options.PlanInterval.TotalHours : 0, price * (spec.Group is null ? leads.Of(spec.Id) : leads.Wake(spec.Id, ScaleActionKind.Wake)).TotalHours)
        {
            Group = spec.Group,
            Serves = TierSet.Of(spec),
            PerSequence = theta.PerSequence,
            Gpus = hardware.Gpus,
            Risk = spec.Id.CapacityType == CapacityType.Spot ? options.Program.SpotRisk : 0,
        };
    }

    /// <summary>Each region carries its share of its own peak itself, where it has pools of the model at all; per class of tiers.</summary>
    private IEnumerable<RegionDemand> Local(DemandForecast forecast, ImmutableArray<AllocationPool> pools) =>
        from model in forecast.Models
        from region in model.Regions
        from tiers in Classes(model.Model, region)
        let demand = new RegionDemand(model.Model, region, model.Required(region, tiers)) { Tiers = tiers }
        where demand.Required > 0 && pools.Any(demand.IsServedBy)
        select demand with { Required = options.LocalShare * WithSwing(demand, pools) };

    private IEnumerable<RegionDemand> Global(DemandForecast forecast, ImmutableArray<AllocationPool> pools) =>
        from model in forecast.Models
        from tiers in Classes(model.Model, null)
        let demand = new RegionDemand(model.Model, null, model.Required(null, tiers)) { Tiers = tiers }
        where demand.Required > 0 && pools.Any(demand.IsServedBy)
        select demand with { Required = WithSwing(demand, pools) };

    /// <summary>
    /// Square-root staffing: the number of requests in service swings by the root of its mean, so few large sequences need more room
    /// than many small ones for the same load. By the pool that holds the fewest.
    /// </summary>
    private double WithSwing(RegionDemand demand, ImmutableArray<AllocationPool> pools) =>
        demand.Required + options.SwingMargin * Math.Sqrt(demand.Required * pools.Where(demand.IsServedBy).Max(p => p.PerSequence));

    private ImmutableArray<TierSet> Classes(ModelId model, RegionId? region) =>
        DemandClasses.Of([.. catalog.Pools.Where(p => p.Id.Model == model && (region is null || p.Id.Region == region)).Select(TierSet.Of)]);

    /// <summary>A limit below the operator's own minimums can't be kept; the minimums win.</summary>
    private ImmutableArray<RegionLimit> Limits(ImmutableArray<AllocationPool> pools, ImmutableArray<AllocationGroup> groups)
    {
        var limits = ImmutableArray.CreateBuilder<RegionLimit>();
        foreach (var (region, accelerator) in pools.Select(p => (p.Id.Region, p.Id.Accelerator)).Distinct())
        {
            var own = pools.Where(p => p.Group is null && p.Id.Region == region && p.Id.Accelerator == accelerator).ToList();
            var shared = groups.Where(g => g.Region == region && g.Accelerator == accelerator).ToList();
            var usd = catalog.Accelerator(accelerator).UsdPerReplicaHour * options.AcquisitionTime.TotalHours;
            var most = RegionRoom.Limit(catalog, region, accelerator);
            limits.Add(new RegionLimit(region, accelerator, most is { } m ? Math.Max(m, own.Sum(p => p.Min) + shared.Sum(g => GroupProblem.Least(g, pools))) : null, usd)
            {
                SwapSavesUsd = own.Select(p => SwapSavesUsd(p.StartUsd, p.RunUsd)).Concat(shared.Select(g => SwapSavesUsd(g.StartUsd, g.RunUsd))).Min(),
            });
        }

        return limits.ToImmutable();
    }

    /// <summary>A part of the start, so never more than it.</summary>
    private double SwapSavesUsd(double startUsd, double runUsd) =>
        Math.Min(startUsd, runUsd / options.PlanInterval.TotalHours * options.Program.SwapSaves.TotalHours);

    /// <summary>
    /// Where each region's demand may be carried when all regions together have the most: its share of that by its own peak. What it must
    /// carry itself stands in the local demands.
    /// </summary>
    private ImmutableArray<OriginDemand> Origins(DemandForecast forecast, ImmutableArray<AllocationPool> pools)
    {
        var origins = ImmutableArray.CreateBuilder<OriginDemand>();
        foreach (var model in forecast.Models)
        {
            var mine = pools.Where(p => p.Id.Model == model.Model && p.Carries > 0).ToImmutableArray();
            var all = new RegionDemand(model.Model, null, model.Required(null, TierSet.All));
            var peaks = model.Regions.Select(r => (Region: r, Peak: model.Required(r, TierSet.All))).Where(p => p.Peak > 0).ToList();
            if (mine.IsEmpty || all.Required <= 0 || peaks.Count == 0)
            {
                continue;
            }

            var scale = WithSwing(all, mine) / peaks.Sum(p => p.Peak);
            var perSecond = FlowRoutes.RelayShare * mine.Min(p => Price(p.Id) / p.Carries);
            origins.AddRange(peaks.Select(p => new OriginDemand(
                model.Model, p.Region, p.Peak * scale, 0,
                FlowRoutes.Of(p.Region, mine.Select(q => q.Id.Region).Distinct(), options.Program.NearestRegions, to => catalog.Region(p.Region).RoundTripTo(to).TotalSeconds, perSecond))));
        }

        return origins.ToImmutable();
    }

    /// <summary>USD of one replica over the interval, whoever pays for the GPUs.</summary>
    private double Price(PoolId pool) => catalog.Accelerator(pool.Accelerator).UsdPerReplicaHourOf(pool.CapacityType) * options.PlanInterval.TotalHours;

    /// <summary>A budget below the operator's own minimums can't be kept; the minimums win.</summary>
    private ImmutableArray<AllocationCap> Caps(ImmutableArray<AllocationPool> pools, ImmutableArray<AllocationGroup> groups)
    {
        var caps = ImmutableArray.CreateBuilder<AllocationCap>();
        if (options.Program.GpuBudget is { } gpus)
        {
            caps.Add(new AllocationCap(ConstraintFamily.GpuBudget, Math.Max(gpus, pools.Where(p => p.Group is null).Sum(p => p.Min * p.Gpus) + groups.Sum(g => GroupProblem.Least(g, pools) * g.Gpus))));
        }

        if (options.Program.UsdPerHourBudget is { } usd)
        {
            caps.Add(new AllocationCap(ConstraintFamily.MoneyBudget, Math.Max(usd * options.PlanInterval.TotalHours, pools.Sum(p => p.Min * p.RunUsd) + groups.Sum(g => GroupProblem.Least(g, pools) * g.RunUsd))));
        }

        return caps.ToImmutable();
    }
}
