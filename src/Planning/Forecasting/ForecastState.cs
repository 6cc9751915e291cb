using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What planning keeps over a restart: recipes, who fell back to reactive pacing, and how long replicas took to serve. Whoever drives Planning stores it when a tick
/// answers one and gives it with the first tick of the next run. Bands and weights are not in it: they come from demand history.
/// </summary>
/// <param name="Loads">Sorted by load.</param>
public sealed record ForecastState(ImmutableArray<LoadRecipes> Loads)
{
    /// <summary>Sorted by pool.</summary>
    public ImmutableArray<PoolReadyTimes> Ready { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Of co-resident groups, sorted by pool.</summary>
    public ImmutableArray<PoolWakeTimes> Woke { get; init => field = value.IsDefault ? [] : value; } = [];
}
