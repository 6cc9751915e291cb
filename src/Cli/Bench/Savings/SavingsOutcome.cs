using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One strategy on one case.</summary>
/// <param name="Strategy">Its name, or what is missing in it.</param>
/// <param name="Frozen">With the settings as found, first seed.</param>
/// <param name="Steps">Of the knob to the most sparing setting that still holds; negative is more careful than found.</param>
/// <param name="Settings">With the knob there.</param>
/// <param name="Figures">There, all seeds.</param>
/// <param name="Seeds">GPU-hours there, seed by seed.</param>
internal sealed record SavingsOutcome(
    string Strategy, SavingsFigures Frozen, int Steps, ImmutableSortedDictionary<string, string> Settings, SavingsFigures Figures, ImmutableArray<double> Seeds)
{
    /// <summary>Parts of a step (<see cref="SavingsStrategy.PartsOfStep"/>) beyond <see cref="Steps"/>.</summary>
    public int Parts { get; init; }

    /// <summary>Where the knob stands, in steps.</summary>
    public double Knob => Steps + Parts / (double)SavingsStrategy.PartsOfStep;

    /// <summary>False: no step of the knob holds the attainment.</summary>
    public bool Holds => Figures.Attainment >= SavingsGoals.Attainment;
}
