namespace SageServe.Cli;

/// <summary>A candidate of the search in one training case.</summary>
/// <param name="Steps">Of the knob, where every tier just holds.</param>
/// <param name="GpuHours">There.</param>
/// <param name="Short">Attainment that is missing, summed over tiers, where no step holds.</param>
internal sealed record SavingsTrialCase(int Steps, double GpuHours, double Short);
