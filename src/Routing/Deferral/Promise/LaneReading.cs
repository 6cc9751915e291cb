using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>One lane of patient work at one moment.</summary>
/// <param name="Now">Request time; never before the last reading's.</param>
/// <param name="Level">Replicas and interactive load since the last reading.</param>
/// <param name="Groups">What is left, in any order; no id twice.</param>
/// <param name="Plan">The planner's forecast in request time; null when none is in force.</param>
public readonly record struct LaneReading(
    Instant Now, HeadroomLevel Level, ImmutableArray<BacklogGroup> Groups, HeadroomForecast? Plan)
{
    /// <summary>The rule by which the lane's pump lets work go; null: by deadline alone.</summary>
    public ReleaseOptions? Release { get; init; }
}
