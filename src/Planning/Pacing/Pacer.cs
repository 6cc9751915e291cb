using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Takes each pool from its facts through the pacing policy and the guardrails to a move.</summary>
internal sealed class Pacer(ServingCatalog catalog, PlanningOptions options, IPacingPolicy policy, PacingMemory pools)
{
    private readonly LeadTimes _leads = new(catalog, options, pools.Ready);
    private readonly PaceFactsBuilder _facts = new(catalog, options, pools);
    private readonly PoolGuardrails _guardrails = new(options);
    private readonly TunedPacing _reactive = new(options.Tuned, pools);
    private readonly bool _fallsBack = !options.PaperExact && !policy.Needs.HasFlag(PolicyNeeds.OwnFallback);
    private readonly StaleTelemetryFreeze _freeze = new(options);

    public IReadOnlyList<PoolMove> Pace(PaceRound round, ImmutableArray<PoolFacts> facts, FleetMemory memory, StepList steps)
    {
        var known = facts.ToDictionary(f => f.Pool);
        var moves = new List<PoolMove>();
        var silence = catalog.Models.ToDictionary(m => m.Id, m => round.FrozenBecause ?? _freeze.OfModel(m.Id, round.History, round.Now));
        foreach (var spec in catalog.Pools.Where(p => round.Home is not { } home || p.Id.Region == home))
        {
            if (!known.TryGetValue(spec.Id, out var pool))
            {
                steps.Add("pacing", spec.Id.ToString(), null, null, "not-reported", "Nobody reported this pool, so it is not touched.");
                continue;
            }

            moves.Add(new PoolMove(pool, Decide(round, _facts.Build(round, spec, known), memory.Of(spec.Id), silence[spec.Id.Model], steps)));
        }

        return moves;
    }

    private PaceProposal Decide(PaceRound round, PaceFacts facts, PoolMemory memory, string? frozenBecause, StepList steps)
    {
        var spec = facts.Spec;
        var wish = _fallsBack && round.Plan is { } plan && plan.FallsBack(spec.Id, round.Now) ? Reactive(facts) : policy.Propose(facts);
        if (wish.Replicas != facts.Current && wish.Expected is null && round.Plan is { } followed)
        {
            wish = wish with { Expected = PlanExpectation.Of(followed, spec, round.Now, _leads.Of(spec.Id, wish.Replicas - facts.Current) + options.PaceInterval, options) };
        }

        if (wish.Replicas != facts.Current || round.IsPlan)
        {
            steps.Add("pacing", spec.Id.ToString(), facts.Current, wish.Replicas, wish.Reason, wish.Detail);
        }

        return _guardrails.Apply(wish, facts.Pool, spec, _leads.Longest(spec.Id), memory, round.Now, frozenBecause ?? _freeze.OfPool(facts.Pool) ?? _freeze.OfBacklog(spec, round.Backlog, round.Now), steps);
    }

    /// <summary>Where the forecast has lost to the last value, load alone moves replicas until it wins again, as a well-kept autoscaler does it.</summary>
    private PaceProposal Reactive(PaceFacts facts)
    {
        var wish = _reactive.Propose(facts);
        return wish with { Reason = "fallback-" + wish.Reason, Detail = wish.Detail + " The forecast lately did worse than the last value, so the plan is not followed." };
    }
}
