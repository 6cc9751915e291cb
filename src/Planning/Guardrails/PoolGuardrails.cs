namespace SageServe.Planning;

/// <summary>
/// What stands between a wish and an action of one pool: minimum, bounds, freeze, replicas in transition, cool-down, step limit,
/// in this order. Each says when it clamps. The minimum overrides cool-down, because a pool below it has lost replicas.
/// </summary>
internal sealed class PoolGuardrails(PlanningOptions options)
{
    /// <summary>The reason that is served before all others.</summary>
    public const string BelowMinimum = "below-minimum";

    /// <summary>A start that takes this many cold starts has gone wrong and no longer holds back others.</summary>
    private const int StuckColdStarts = 3;

    public PaceProposal Apply(PaceProposal wish, PoolFacts facts, PoolSpec spec, TimeSpan coldStart, PoolMemory memory, Instant now, string? frozenBecause, StepList steps)
    {
        var current = facts.Ready + facts.Starting;
        if (current < spec.MinReplicas)
        {
            wish = new PaceProposal(Math.Max(wish.Replicas, spec.MinReplicas), BelowMinimum, $"The pool has {current} replicas; its minimum is {spec.MinReplicas}.");
            steps.Add("guardrail", facts.Pool.ToString(), current, wish.Replicas, wish.Reason, wish.Detail);
            return Step(wish, current, facts.Pool, steps);
        }

        wish = Clamp(wish, Math.Clamp(wish.Replicas, spec.MinReplicas, spec.MaxReplicas), facts.Pool, "bounds", $"The pool may have {spec.MinReplicas} to {spec.MaxReplicas} replicas.", steps);
        if (wish.Replicas < current && ShrinkBlockedBecause(facts, coldStart, memory, now, frozenBecause) is var (reason, detail) && reason is not null)
        {
            wish = Clamp(wish, current, facts.Pool, reason, detail, steps);
        }

        if (wish.Replicas != current && now - memory.MovedAt < options.CoolDown)
        {
            wish = Clamp(wish, current, facts.Pool, "cool-down", $"The pool moved at {memory.MovedAt}; {options.CoolDown.TotalSeconds:0} s must pass.", steps);
        }

        return Step(wish, current, facts.Pool, steps);
    }

    private (string? Reason, string Detail) ShrinkBlockedBecause(PoolFacts facts, TimeSpan coldStart, PoolMemory memory, Instant now, string? frozenBecause)
    {
        if (frozenBecause is not null)
        {
            return ("frozen", $"{frozenBecause} Nothing shrinks.");
        }

        if (memory.StartingSince is { } since && now - since <= coldStart * StuckColdStarts)
        {
            return ("still-starting", $"{facts.Starting} replicas are still starting; stopping others now would throw them away.");
        }

        return facts.Draining >= options.MaxStep
            ? ("still-draining", $"{facts.Draining} replicas are still draining.")
            : (null, "");
    }

    private PaceProposal Step(PaceProposal wish, int current, PoolId pool, StepList steps) =>
        Clamp(wish, Math.Clamp(wish.Replicas, Math.Max(0, current - options.MaxStep), current + options.MaxStep), pool, "step-limit", $"One tick moves at most {options.MaxStep} replicas of a pool.", steps);

    private static PaceProposal Clamp(PaceProposal wish, int to, PoolId pool, string reason, string detail, StepList steps)
    {
        if (to == wish.Replicas)
        {
            return wish;
        }

        steps.Add("guardrail", pool.ToString(), wish.Replicas, to, reason, detail);
        return wish with { Replicas = to };
    }
}
