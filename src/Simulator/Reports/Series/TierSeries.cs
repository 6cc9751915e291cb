using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>The requests of one tier by the bin of their arrival.</summary>
public sealed record TierSeries
{
    public required string Tier { get; init; }

    public required ImmutableArray<int> Requests { get; init; }

    /// <summary>Null in bins without a request that can be judged.</summary>
    public required ImmutableArray<double?> SloAttainment { get; init; }

    /// <summary>Streams only; null in bins without one.</summary>
    public required ImmutableArray<double?> TtftP95Seconds { get; init; }
}
