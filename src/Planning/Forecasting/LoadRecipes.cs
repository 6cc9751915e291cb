using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What was found out about one load at a price worth keeping.</summary>
/// <param name="Load">The series that it is the sum of.</param>
/// <param name="StudiedAt">When its methods studied.</param>
/// <param name="Loses">True while its forecast did worse than the last value.</param>
/// <param name="Recipes">One per method that had something to study.</param>
public sealed record LoadRecipes(string Load, Instant StudiedAt, bool Loses, ImmutableArray<ForecastRecipe> Recipes);
