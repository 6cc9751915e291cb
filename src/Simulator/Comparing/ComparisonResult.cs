using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>All runs of a plan that came to an end, in the plan's order, and what they say together.</summary>
public sealed record ComparisonResult(ComparisonPlan Plan, ImmutableArray<ComparisonRun> Runs)
{
    /// <summary>What the percentiles over all seeds are read from.</summary>
    public LatencyPool Latencies { get; init; } = new();

    /// <summary>The user ended it: runs are missing.</summary>
    public bool CutShort => Runs.Length < Plan.Runs.Length;

    public IEnumerable<ComparisonRun> Failed => Runs.Where(r => r.Error is not null);

    public StrategySummary Summary(int variant, int strategy) => StrategySummary.Of(this, variant, strategy);

    /// <summary>Runs of one strategy on one variant that went well, by seed.</summary>
    public IEnumerable<ComparisonRun> Good(int variant, int strategy) =>
        Runs.Where(r => r.Key.Variant == variant && r.Key.Strategy == strategy && r.Error is null);

    public SeriesReport? Series(int strategy) =>
        Runs.FirstOrDefault(r => r.Key is { Variant: 0, Seed: 0 } && r.Key.Strategy == strategy)?.Series;
}
