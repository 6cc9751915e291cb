using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Takes each pool from its facts through the pacing policy and the guardrails to a move.</summary>
internal sealed class Pacer(ServingCatalog catalog, PlanningOptions options, IPacingPolicy policy)
{
    private readonly LoadReadings _readings = new();
    private readonly PoolGuardrails _guardrails = new(options);
    private readonly StaleTelemetryFreeze _freeze = new(options);

    public IReadOnlyList<PoolMove> Pace(PaceRound round, ImmutableArray<PoolFacts> facts, FleetMemory memory, StepList steps)
    {
        var known = facts.ToDictionary(f => f.Pool);
        var moves = new List<PoolMove>();
        foreach (var spec in catalog.Pools)
        {
            if (!known.TryGetValue(spec.Id, out var pool))
            {
                steps.Add("pacing", spec.Id.ToString(), null, null, "not-reported", "Nobody reported this pool, so it is not touched.");
                continue;
            }

            moves.Add(new PoolMove(pool, Decide(round, spec, pool, memory.Of(spec.Id), steps)));
        }

        return moves;
    }

    private PaceProposal Decide(PaceRound round, PoolSpec spec, PoolFacts pool, PoolMemory memory, StepList steps)
    {
        var coldStart = catalog.Profile(spec.Id.Model, spec.Id.Accelerator).ColdStart;
        var facts = new PaceFacts
        {
            Pool = pool,
            Load = _readings.Read(pool),
            Target = round.Plan?.For(spec.Id, round.Now, coldStart + options.PaceInterval),
            IsNearNextPlan = round.NextPlanAt - round.Now <= PlanningTimes.OverrideWindow(options),
            ObservedOverForecast = ObservedOverForecast(round, spec.Id),
        };
        var wish = policy.Propose(facts);
        if (wish.Replicas != facts.Current || round.IsPlan)
        {
            steps.Add("pacing", spec.Id.ToString(), facts.Current, wish.Replicas, wish.Reason, wish.Detail);
        }

        return _guardrails.Apply(wish, pool, spec, coldStart, memory, round.Now, round.FrozenBecause ?? _freeze.OfPool(pool), steps);
    }

    /// <summary>
    /// Interactive demand over what the plan expected of it, both as means over the length of the override window: a single
    /// step of a quiet region says little.
    /// </summary>
    private double? ObservedOverForecast(PaceRound round, PoolId pool)
    {
        var window = options.OverrideWindow > PlanningTimes.Step(options) ? options.OverrideWindow : PlanningTimes.Step(options);
        if (round.Plan is null || round.History.End is not { } end || round.Plan.Expected(pool, end - window, end) is not { } expected)
        {
            return null;
        }

        double observed = 0;
        foreach (var (id, series) in round.History.Series)
        {
            if (id.Model == pool.Model && id.Origin == pool.Region && id.Tier.IsInteractive())
            {
                var to = round.History.Number(end);
                observed += series.Mean(to - window.Ticks / options.DemandBin.Ticks, to).Mean.PromptTokens;
            }
        }

        return expected > 0 ? observed / expected : null;
    }
}
