using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>What the planner asks of routing. After <paramref name="ExpiresAt"/> it counts as absent.</summary>
public sealed record PlanAdvice(
    long Version,
    Instant IssuedAt,
    Instant ExpiresAt,
    ImmutableArray<RegionWeight> RegionWeights,
    ImmutableArray<WarmingCapacity> Warming)
{
    public bool IsValidAt(Instant now) => now < ExpiresAt;
}
