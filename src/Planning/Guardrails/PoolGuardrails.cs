namespace SageServe.Planning;

/// <summary>
/// What stands between a wish and an action of one pool: the operator's switch, minimum, bounds, what keeps it from shrinking
/// (<see cref="ShrinkGuard"/>), cool-down, step limit, in this order. Each says when it clamps. The minimum overrides what follows, because
/// a pool below it has lost replicas.
/// </summary>
internal sealed class PoolGuardrails(PlanningOptions options)
{
    /// <summary>The reason that is served before all others.</summary>
    public const string BelowMinimum = "below-minimum";

    private readonly ShrinkGuard _shrinking = new(options);

    public PaceProposal Apply(PaceProposal wish, PoolFacts facts, PoolSpec spec, TimeSpan coldStart, PoolMemory memory, Instant now, string? frozenBecause, StepList steps)
    {
        var current = facts.Ready + facts.Starting;
        if (IsPaused(facts.Pool.Model, PauseLevels.Moves))
        {
            var wanted = wish with { Replicas = Math.Max(wish.Replicas, spec.MinReplicas) };
            return Clamp(wanted, current, facts.Pool, "paused", "An operator paused all moves (Planning:Guards:Pause).", steps);
        }

        if (current < spec.MinReplicas)
        {
            wish = new PaceProposal(Math.Max(wish.Replicas, spec.MinReplicas), BelowMinimum, $"The pool has {current} replicas; its minimum is {spec.MinReplicas}.");
            steps.Add("guardrail", facts.Pool.ToString(), current, wish.Replicas, wish.Reason, wish.Detail);
            return Step(WithMachines(wish, current, facts, steps), current, facts.Pool, steps);
        }

        wish = Clamp(wish, Math.Clamp(wish.Replicas, spec.MinReplicas, spec.MaxReplicas), facts.Pool, "bounds", $"The pool may have {spec.MinReplicas} to {spec.MaxReplicas} replicas.", steps);
        wish = WithMachines(wish, current, facts, steps);
        if (wish.Replicas < current)
        {
            var (least, reason, detail) = IsPaused(facts.Pool.Model, PauseLevels.Stops)
                ? (current, "paused", "An operator paused all stops (Planning:Guards:Pause).")
                : _shrinking.Least(facts, coldStart, memory, now, frozenBecause);
            wish = Clamp(wish, Math.Max(wish.Replicas, least), facts.Pool, reason, detail, steps);
        }

        if (wish.Replicas != current && now - memory.MovedAt < options.CoolDown)
        {
            wish = Clamp(wish, current, facts.Pool, "cool-down", $"The pool moved at {memory.MovedAt}; {options.CoolDown.TotalSeconds:0} s must pass.", steps);
        }

        return Step(wish, current, facts.Pool, steps);
    }

    /// <summary>What waits for a machine comes by itself when there is one; more would only wait too.</summary>
    private static PaceProposal WithMachines(PaceProposal wish, int current, PoolFacts facts, StepList steps) => facts.NotComing == 0 ? wish
        : Clamp(wish, Math.Min(wish.Replicas, current), facts.Pool, "no-machines", $"{facts.NotComing} replicas wait for machines already; no more are asked for.", steps);

    /// <summary>A switch at <see cref="PauseLevels.Moves"/> holds stops too, but is asked first.</summary>
    private bool IsPaused(ModelId model, string level) =>
        options.Guards.Pause == level && (options.Guards.PausedModels.IsEmpty || options.Guards.PausedModels.Contains(model));

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
