using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Id">The region.</param>
public sealed record ProblemRegion(RegionId Id)
{
    /// <summary>What it holds, by hardware; what is not named has no limit and costs nothing to acquire.</summary>
    public ImmutableArray<ProblemCapacity> Capacity { get; init; } = [];

    /// <summary>Round trip to other regions; 200 ms to those not named.</summary>
    public ImmutableArray<ProblemLink> Links { get; init; } = [];

    internal const double UnknownRoundTripSeconds = 0.2;

    internal double RoundTripSeconds(RegionId other) =>
        other == Id ? 0 : Links.FirstOrDefault(l => l.Region == other)?.RoundTripMs / 1000 ?? UnknownRoundTripSeconds;
}
