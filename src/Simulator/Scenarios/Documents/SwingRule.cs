using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>The rate keeps a random factor of mean 1 for this long; several rules multiply.</summary>
public sealed record SwingRule
{
    public required TimeSpan Over { get; init; }

    [Description("Variance over mean of the counts in one such span, all of it; 1 is Poisson's.")]
    public required double Dispersion { get; init; }
}
