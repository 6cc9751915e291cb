using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>One strategy over all seeds.</summary>
internal sealed record BacktestStrategy
{
    public required string Name { get; init; }

    /// <summary>It knows what comes: no live scaler can do this.</summary>
    public required bool IsBound { get; init; }

    /// <summary>Runs that went well.</summary>
    public required int Runs { get; init; }

    /// <summary>Every tier's mean attainment reaches its goal.</summary>
    public required bool HoldsGoals { get; init; }

    public Estimate? GpuHours { get; init; }

    public Estimate? CostUsd { get; init; }

    public Estimate? WastedGpuHours { get; init; }

    public Estimate? Started { get; init; }

    public Estimate? Stopped { get; init; }

    /// <summary>Patient requests that were not done within their window.</summary>
    public Estimate? PatientLate { get; init; }

    public required ImmutableSortedDictionary<string, BacktestTier> Tiers { get; init; }

    /// <summary>Null for the baseline itself.</summary>
    public BacktestDifference? AgainstBaseline { get; init; }

    /// <summary>By how much the worst tier is above its goal, or below.</summary>
    public double Margin() => Tiers.Values.Where(t => t.Attainment is not null).Select(t => t.Attainment!.Value.Mean - t.Goal).DefaultIfEmpty(0).Min();

    /// <summary>An attainment's interval reaches over the goal: another draw might decide otherwise.</summary>
    public bool IsNear() => Tiers.Values.Any(t => t.Attainment is { Low: { } low, High: { } high } && low < t.Goal && high >= t.Goal && low < high);

    public static BacktestStrategy Of(ComparisonResult result, int index, ServingCatalog catalog, RanFleet? ran)
    {
        var runs = result.Good(0, index).ToList();
        var summary = result.Summary(0, index);
        var tiers = ServiceTiers.All
            .Select(t => (Tier: t, Requests: summary.Value(RunFigures.OfTier(t.WireName(), "requests"))?.Mean ?? 0))
            .Where(t => t.Requests > 0)
            .ToImmutableSortedDictionary(t => t.Tier.WireName(), t => new BacktestTier(catalog.Level(t.Tier).AttainmentTarget, t.Requests, summary.Value(RunFigures.OfTier(t.Tier.WireName(), "slo_attainment"))));
        return new BacktestStrategy
        {
            Name = summary.Strategy,
            IsBound = PlanningStrategies.Find(summary.Strategy)!.NeedsFuture,
            Runs = runs.Count,
            HoldsGoals = runs.Count > 0 && tiers.Values.All(t => t.Holds),
            GpuHours = summary.Value(RunFigures.GpuHours),
            CostUsd = summary.Value(RunFigures.CostUsd),
            WastedGpuHours = summary.Value(RunFigures.Wasted),
            Started = summary.Value("replicas_started"),
            Stopped = summary.Value("replicas_stopped"),
            PatientLate = Estimate.Of([.. runs.Select(Late).OfType<double>()]),
            Tiers = tiers,
            AgainstBaseline = ran is not null
                ? new BacktestDifference(Percent(runs, RunFigures.GpuHours, ran.GpuHours), Percent(runs, RunFigures.CostUsd, ran.CostUsd))
                : index == 0 ? null : new BacktestDifference(summary.Against("gpu_hours_percent"), summary.Against("cost_usd_percent")),
        };
    }

    private static double? Late(ComparisonRun run)
    {
        var tier = ServiceTier.NonInteractive.WireName();
        return run.Value(RunFigures.OfTier(tier, "slo_attainment")) is { } met && run.Value(RunFigures.OfTier(tier, "requests")) is { } requests
            ? Math.Round((requests - (run.Value(RunFigures.OfTier(tier, "pending")) ?? 0)) * (1 - met))
            : null;
    }

    private static Estimate? Percent(List<ComparisonRun> runs, string path, double of) =>
        of > 0 ? Estimate.Of([.. runs.Select(r => r.Value(path)).OfType<double>().Select(v => (v / of - 1) * 100)]) : null;
}
