using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>A plan, explained: what <c>explain plan --json</c> prints and its text is made from.</summary>
internal sealed record PlanExplanation
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public required string Source { get; init; }

    /// <summary>True: nothing is moved. Null: a file of an earlier version does not say.</summary>
    public required bool? AdviceOnly { get; init; }

    /// <summary>epoch.version.</summary>
    public required string Version { get; init; }

    public required string Strategy { get; init; }

    public required Instant IssuedAt { get; init; }

    public required Instant ExpiresAt { get; init; }

    /// <summary>The scaler's planning clock; null from a file.</summary>
    public Instant? Now { get; init; }

    /// <summary>True while facts are missing and nothing may shrink; null from a file.</summary>
    public bool? Frozen { get; init; }

    public string? Pool { get; init; }

    public required IReadOnlyList<ExplainedForecast> Forecasts { get; init; }

    public required ExplainedProgram Program { get; init; }

    public required IReadOnlyList<ExplainedPool> Pools { get; init; }

    /// <summary>Co-resident groups of these pools; empty without any.</summary>
    public required IReadOnlyList<ExplainedGroup> Groups { get; init; }

    public required IReadOnlyList<ExplainedMove> Moves { get; init; }

    public required IReadOnlyList<ExplainedClamp> Clamps { get; init; }

    /// <summary>Null from a file.</summary>
    public ExplainedReceipts? Receipts { get; init; }

    /// <summary>Every step that led to the target of the pools asked for; empty without <c>--pool</c>.</summary>
    public required IReadOnlyList<DecisionStep> Steps { get; init; }

    /// <exception cref="BadInputException">No pool of the plan has this name.</exception>
    public static PlanExplanation Of(PlanFacts facts, string? pool)
    {
        var (plan, state) = (facts.Plan, facts.State);
        bool Shown(PoolId id) => pool is null || id.ToString().Contains(pool, StringComparison.OrdinalIgnoreCase);
        var targets = plan.Targets.Where(t => Shown(t.Pool)).ToList();
        if (targets.Count == 0 && pool is not null)
        {
            throw new BadInputException($"--pool '{pool}': the plan has no such pool; it has {string.Join(", ", plan.Targets.Select(t => t.Pool))}.");
        }

        var deployments = targets.Select(t => t.Pool.Deployment).ToHashSet();
        return new PlanExplanation
        {
            Source = facts.Where,
            AdviceOnly = state?.DryRun ?? plan.DryRun,
            Version = $"{plan.Epoch}.{plan.Version}",
            Strategy = plan.Strategy,
            IssuedAt = plan.IssuedAt,
            ExpiresAt = plan.ExpiresAt,
            Now = state?.EnvelopeNow,
            Frozen = state?.Frozen,
            Pool = pool,
            Forecasts = [.. plan.Forecasts.Where(f => pool is null || deployments.Contains(new DeploymentId(f.Series.Model, f.Series.Origin))).Select(ExplainedForecast.Of)],
            Program = ExplainedProgram.Of(plan),
            Pools = [.. targets.Select(t => Standing(t, state))],
            Groups = [.. plan.Groups.Where(g => g.Members.Any(Shown)).Select(ExplainedGroup.Of)],
            Moves = [.. ExplainedSteps.Moves(plan, state, Shown)],
            Clamps = [.. ExplainedSteps.Clamps(plan, state, pool)],
            Receipts = facts.Receipts is null ? null : ExplainedReceipts.Of(facts.Receipts, Shown),
            Steps = pool is null ? [] : [.. ExplainedSteps.Chain(plan, [.. targets.Select(t => t.Pool)])],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    private static ExplainedPool Standing(PoolTarget target, ScalerFacts? state)
    {
        var now = state?.Pools.FirstOrDefault(p => p.Pool == target.Pool);
        return new ExplainedPool(target.Pool.ToString(), target.Current, target.Target, now?.Ready, now?.Starting, now?.Draining);
    }
}
