using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What a search found, frozen before the test.</summary>
/// <param name="Strategy">Whose.</param>
/// <param name="Settings">Options below <c>planning</c>.</param>
/// <param name="Candidates">That were tried; 0 where the settings are those that the program comes with.</param>
/// <param name="Short">Attainment that is missing in training, summed over tiers and cases.</param>
/// <param name="Cost">GPU-hours over those of the strategy as it comes, both at equal attainment, mean of the training cases.</param>
internal sealed record SavingsFound(string Strategy, ImmutableSortedDictionary<string, string> Settings, int Candidates, double Short, double Cost);
