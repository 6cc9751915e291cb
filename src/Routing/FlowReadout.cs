using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>State of a <see cref="ModelFlow"/> for metrics, summaries and the console; no decision is made from it.</summary>
public sealed record FlowReadout
{
    /// <summary>Held requests by tier, indexed by <see cref="ServiceTier"/>.</summary>
    public required ImmutableArray<int> Held { get; init; }

    /// <summary>Forwarded or relayed and not ended, by tier.</summary>
    public required ImmutableArray<int> InFlight { get; init; }

    /// <summary>Outstanding work per home replica in replica seconds, sorted by id.</summary>
    public required ImmutableArray<InstanceWork> Work { get; init; }

    /// <summary>Home pressure: the largest of KV use, outstanding prefill and running sequences over their limits (DESIGN 5.4).</summary>
    public required Pressure Pressure { get; init; }

    /// <summary>What peers are told of this model.</summary>
    public required RegionSummary Summary { get; init; }
}
