using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>What is to be compared: each strategy on each variant of a scenario under each seed.</summary>
public sealed record ComparisonPlan
{
    /// <summary>More runs than this are refused when a plan is made.</summary>
    public const int MostRuns = 5000;

    /// <summary>The unchanged scenario first.</summary>
    public required ImmutableArray<ComparisonVariant> Variants { get; init; }

    /// <summary>The first is the baseline of the others.</summary>
    public required ImmutableArray<string> Strategies { get; init; }

    /// <summary>Runs of one seed see the same arrivals and faults, whatever the strategy.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>Runs at once; each is single-threaded.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Records a time series with the runs of the first seed of the unchanged scenario.</summary>
    public SeriesOptions? Series { get; init; }

    /// <summary>Leaves each run its reports by model with their sketches, about 0.5 MB a run.</summary>
    public bool KeepsModels { get; init; }

    /// <summary>Seeds outermost, so that what is done when a user stops it is complete for the first seeds.</summary>
    public ImmutableArray<ComparisonKey> Runs =>
    [
        .. from seed in Enumerable.Range(0, Seeds.Length)
           from variant in Enumerable.Range(0, Variants.Length)
           from strategy in Enumerable.Range(0, Strategies.Length)
           select new ComparisonKey(variant, strategy, seed),
    ];
}
