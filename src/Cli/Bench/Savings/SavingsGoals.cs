namespace SageServe.Cli;

/// <summary>What is to be reached.</summary>
internal static class SavingsGoals
{
    /// <summary>Of every tier, before GPU-hours are compared.</summary>
    public const double Attainment = 0.99;

    /// <summary>GPU-hours less than the paper's Reactive.</summary>
    public const double AgainstReactive = 0.25;

    /// <summary>Of the gap between the tuned reactive and perfect-mean, where it exceeds <see cref="GapThatCounts"/>.</summary>
    public const double GapClosed = 0.5;

    public const double GapThatCounts = 0.05;

    /// <summary>Wasted GPU-hours and starts over the clairvoyant bound's.</summary>
    public const double WasteFactor = 1.5;
}
