using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What forecasting keeps over a restart: recipes, and who fell back to reactive pacing. Whoever drives Planning stores it when a tick
/// answers one and gives it with the first tick of the next run. Bands and weights are not in it: they come from demand history.
/// </summary>
/// <param name="Loads">Sorted by load.</param>
public sealed record ForecastState(ImmutableArray<LoadRecipes> Loads);
