using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>A run over time, in bins of the envelope clock; all lists have one value for each bin.</summary>
public sealed record SeriesReport
{
    /// <summary>Envelope time at which the first bin begins.</summary>
    public required Instant Start { get; init; }

    public required double BinSeconds { get; init; }

    /// <summary>Sorted by model and region.</summary>
    public required ImmutableArray<CellSeries> Cells { get; init; }

    public required ImmutableArray<TierSeries> Tiers { get; init; }
}
