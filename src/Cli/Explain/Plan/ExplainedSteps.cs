namespace SageServe.Cli;

/// <summary>What a plan's decision steps, and the scaler's last tick, tell of moves and of what held them back.</summary>
internal static class ExplainedSteps
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Of the last day from a scaler, newest first; else those of the plan's own tick.</summary>
    public static IEnumerable<ExplainedMove> Moves(PlanDocument plan, ScalerFacts? state, Func<PoolId, bool> shown) => state is not null
        ? state.Actions.Where(a => shown(a.Pool) && a.At > state.EnvelopeNow - Day).Reverse()
            .Select(a => new ExplainedMove(a.At, a.Kind, a.Pool.ToString(), a.Count, a.Reason, a.Detail, a.Applied, a.Receipt))
        : plan.Steps.Where(s => s.Stage == "action" && plan.Targets.Any(t => shown(t.Pool) && t.Pool.ToString() == s.Subject)).Select(s =>
            new ExplainedMove(plan.IssuedAt, s.After > s.Before ? "Start" : "Stop", s.Subject, Math.Abs((s.After - s.Before) ?? 0), s.Reason, s.Detail, null, null));

    public static IEnumerable<ExplainedClamp> Clamps(PlanDocument plan, ScalerFacts? state, string? pool) =>
    [
        .. Of("plan", plan.Steps, pool),
        .. state?.LastTick is { } tick && tick.At > plan.IssuedAt ? Of("last-tick", tick.Steps, pool) : [],
    ];

    /// <summary>In the order in which they were taken: what was expected of the deployment, what the plan made of it, how far pacing and guardrails went.</summary>
    public static IEnumerable<DecisionStep> Chain(PlanDocument plan, IReadOnlyList<PoolId> pools)
    {
        var names = pools.Select(p => p.ToString()).ToHashSet(StringComparer.Ordinal);
        var series = plan.Forecasts.Select(f => f.Series).Where(s => pools.Any(p => p.Model == s.Model && p.Region == s.Origin)).Select(s => s.ToString()).ToHashSet(StringComparer.Ordinal);
        return plan.Steps.Where(s => names.Contains(s.Subject) || series.Contains(s.Subject) || s.Subject is "plan" or "all");
    }

    private static IEnumerable<ExplainedClamp> Of(string at, IEnumerable<DecisionStep> steps, string? pool) => steps
        .Where(s => s.Stage == "guardrail" && (pool is null || s.Subject == "plan" || s.Subject.Contains(pool, StringComparison.OrdinalIgnoreCase)))
        .Select(s => new ExplainedClamp(at, s.Subject, s.Reason, s.Before, s.After, s.Detail));
}
