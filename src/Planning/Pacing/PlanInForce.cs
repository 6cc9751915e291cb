namespace SageServe.Planning;

/// <summary>The last plan as pacing follows it until the next one, or until it expires.</summary>
/// <param name="MadeAt">When it was made.</param>
/// <param name="ExpiresAt">After this it counts as absent.</param>
/// <param name="Targets">Replicas per pool.</param>
/// <param name="Forecast">The load behind them.</param>
internal sealed record PlanInForce(Instant MadeAt, Instant ExpiresAt, IReadOnlyDictionary<PoolId, int> Targets, DemandForecast Forecast)
{
    /// <summary>Of a plan that was made elsewhere; null for an own one.</summary>
    public long? Version { get; init; }

    /// <summary>True where the forecast of the pool's model lost to the last value: its pools then follow their load.</summary>
    public bool FallsBack(PoolId pool, Instant now) => now < ExpiresAt && Forecast.Of(pool.Model).Loses;

    /// <summary>Models of which too little demand was seen have no targets: their pools follow their load, as without a plan.</summary>
    public static PlanInForce Of(PlanDraft draft, Instant now, TimeSpan life) => new(
        now,
        now + life,
        draft.Problem.Pools.Zip(draft.Answer.Targets).Where(p => draft.Forecast.Of(p.First.Id.Model).Known).ToDictionary(p => p.First.Id, p => p.Second),
        draft.Forecast);

    /// <summary>A plan that was made elsewhere.</summary>
    public static PlanInForce Of(PlanDocument plan, ServingCatalog catalog)
    {
        var forecast = PlanCourses.Read(plan, catalog);
        var known = catalog.Models.Where(m => forecast.Of(m.Id).Known).Select(m => m.Id).ToHashSet();
        return new PlanInForce(
            plan.IssuedAt,
            plan.ExpiresAt,
            plan.Targets.Where(t => known.Contains(t.Pool.Model)).DistinctBy(t => t.Pool).ToDictionary(t => t.Pool, t => t.Target),
            forecast) { Version = plan.Version };
    }

    /// <summary>
    /// What the plan asks of a pool now. The part of the target that is due is the load expected up to <paramref name="horizon"/>
    /// over the peak that the target was made for, of the region or of all regions, whichever share is larger; of the tiers that it serves.
    /// </summary>
    public PaceTarget? For(PoolId pool, TierSet tiers, Instant now, TimeSpan horizon)
    {
        if (now >= ExpiresAt || !Targets.TryGetValue(pool, out var target))
        {
            return null;
        }

        var model = Forecast.Of(pool.Model);
        return new PaceTarget(target, Needed(now + horizon)) { Ahead = Needed(model.Start + model.Step * model.Window.Horizon) };

        int Needed(Instant until)
        {
            var share = Math.Max(
                Share(model.PeakBetween(now, until, null, tiers), model.Peak(null, tiers)),
                Share(model.PeakBetween(now, until, pool.Region, tiers), model.Peak(pool.Region, tiers)));
            return (int)Math.Ceiling(target * share - 1e-9);
        }
    }

    /// <summary>Interactive load of these tiers forecast for a region in this time; null when the plan does not reach there.</summary>
    public double? Expected(PoolId pool, TierSet tiers, Instant from, Instant to)
    {
        var model = Forecast.Of(pool.Model);
        var first = (from - model.Start).Ticks / model.Step.Ticks;
        var last = (to - model.Start).Ticks / model.Step.Ticks;
        if (!model.Curves.TryGetValue((pool.Region, tiers), out var curve) || first < 0 || last <= first || last > curve.Median.Length)
        {
            return null;
        }

        double sum = 0;
        for (var step = first; step < last; step++)
        {
            sum += curve.Median[(int)step];
        }

        return sum / (last - first);
    }

    /// <summary>Interactive load forecast for a region at a moment, straight between the middles of steps and level beyond them; null without a plan for it.</summary>
    public double? Course(ModelId model, RegionId region, TierSet tiers, Instant at)
    {
        var forecast = Forecast.Of(model);
        if (at >= ExpiresAt || !forecast.Known || !forecast.Curves.TryGetValue((region, tiers), out var curve) || curve.Median.IsEmpty)
        {
            return null;
        }

        var position = Math.Clamp((at - forecast.Start) / forecast.Step - 0.5, 0, curve.Median.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, curve.Median.Length - 1);
        return curve.Median[low] + (curve.Median[high] - curve.Median[low]) * (position - low);
    }

    private static double Share(double part, double whole) => whole > 0 ? Math.Min(2, part / whole) : 0;
}
