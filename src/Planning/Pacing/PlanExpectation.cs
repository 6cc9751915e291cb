namespace SageServe.Planning;

/// <summary>What the plan in force expects of a pool: for strategies that follow it and tell nothing of their own.</summary>
internal static class PlanExpectation
{
    /// <summary>Null where no plan covers the pool's demand.</summary>
    /// <param name="plan">In force.</param>
    /// <param name="pool">Of the pool that moves.</param>
    /// <param name="now">The tick.</param>
    /// <param name="lead">Until a replica started now serves.</param>
    /// <param name="options">As in force.</param>
    public static MoveExpectation? Of(PlanInForce plan, PoolSpec pool, Instant now, TimeSpan lead, PlanningOptions options)
    {
        var tiers = TierSet.Of(pool);
        var region = pool.Id.Region;
        var model = plan.Forecast.Of(pool.Id.Model);
        if (now >= plan.ExpiresAt || !plan.Targets.ContainsKey(pool.Id) || !model.Curves.TryGetValue((region, tiers), out var curve) || curve.Median.IsEmpty)
        {
            return null;
        }

        var serves = now + lead;
        var band = model.Outlook(TargetKind.Peak, lead, region, tiers);
        return new MoveExpectation
        {
            Demand = plan.Course(pool.Id.Model, region, tiers, serves) ?? 0,
            Held = model.PeakBetween(now, serves, region, tiers),
            Kept = model.PeakBetween(now, serves + options.PlanInterval, region, tiers),
            Band = band is { } b ? (b.Q05, b.Q95) : null,
        };
    }
}
