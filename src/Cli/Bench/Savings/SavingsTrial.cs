using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>A candidate of the search: its settings, and what it cost in each training case.</summary>
internal sealed record SavingsTrial(ImmutableSortedDictionary<string, string> Settings, ImmutableArray<SavingsTrialCase> Cases) : IComparable<SavingsTrial>
{
    public double Short => Cases.Sum(c => c.Short);

    /// <summary>The knob's place that half of the cases are above and half below.</summary>
    public int MiddleSteps => Cases.Select(c => c.Steps).Order().ElementAt(Cases.Length / 2);

    /// <summary>GPU-hours over another's, mean of so many of the first cases.</summary>
    public double CostOver(SavingsTrial other, int count) => Cases.Zip(other.Cases).Take(count).Average(c => c.First.GpuHours / c.Second.GpuHours);

    /// <summary>First how much attainment is missing, then what it costs.</summary>
    public int CompareTo(SavingsTrial? other) => other is null ? -1
        : Short != other.Short ? Short.CompareTo(other.Short)
        : CostOver(other, Cases.Length).CompareTo(1);
}
