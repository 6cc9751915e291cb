using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Puts together what pacing may know of a pool.</summary>
internal sealed class PaceFactsBuilder(ServingCatalog catalog, PlanningOptions options, PacingMemory pools)
{
    private readonly LeadTimes _leads = new(catalog, options, pools.Ready);
    private readonly BusyShare _busy = new(catalog, options, pools.Mixes);
    private readonly ILookup<DeploymentId, PoolSpec> _pools = catalog.Pools.ToLookup(p => p.Id.Deployment);

    public PaceFacts Build(PaceRound round, PoolSpec spec, IReadOnlyDictionary<PoolId, PoolFacts> known)
    {
        var pool = known[spec.Id];
        var siblings = _pools[spec.Id.Deployment].Where(s => known.ContainsKey(s.Id)).Select(s => (s, known[s.Id])).ToImmutableArray();
        var (load, sustained) = pools.Meter(spec.Id, options).Read(round.Now, pool, _busy.Of(round, spec, siblings));
        return new PaceFacts
        {
            Spec = spec,
            Pool = pool,
            Now = round.Now,
            Siblings = siblings,
            Pressed = pools.Readings.Read(pool),
            Load = load,
            Sustained = sustained,
            Target = round.Plan?.For(spec.Id, TierSet.Of(spec), round.Now, _leads.Of(spec.Id) + options.PaceInterval),
            IsNearNextPlan = round.NextPlanAt - round.Now <= PlanningTimes.OverrideWindow(options),
            ObservedOverForecast = ObservedOverForecast(round, spec),
            Round = round,
        };
    }

    /// <summary>
    /// Interactive demand over what the plan expected of it, both as means over the length of the override window: a single
    /// step of a quiet region says little.
    /// </summary>
    private double? ObservedOverForecast(PaceRound round, PoolSpec pool)
    {
        var tiers = TierSet.Of(pool);
        var window = options.OverrideWindow > PlanningTimes.Step(options) ? options.OverrideWindow : PlanningTimes.Step(options);
        if (round.Plan is null || round.History.End is not { } end || round.Plan.Expected(pool.Id, tiers, end - window, end) is not { } expected)
        {
            return null;
        }

        double observed = 0;
        foreach (var (id, series) in round.History.Series)
        {
            if (id.Model == pool.Id.Model && id.Origin == pool.Id.Region && id.Tier.IsInteractive() && tiers.Contains(id.Tier))
            {
                var to = round.History.Number(end);
                observed += series.Mean(to - window.Ticks / options.DemandBin.Ticks, to).Mean.PromptTokens;
            }
        }

        return expected > 0 ? observed / expected : null;
    }
}
