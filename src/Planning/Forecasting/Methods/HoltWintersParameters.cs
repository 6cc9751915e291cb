namespace SageServe.Planning;

/// <param name="Level">Weight of a new value in the level (alpha).</param>
/// <param name="Trend">Weight of a new step in the slope (beta).</param>
/// <param name="Season">Weight of a new value in its season (gamma).</param>
/// <param name="Second">Weight of a new value in the longer season.</param>
/// <param name="Damping">What is left of the slope after a step; 1 keeps it.</param>
/// <param name="Carry">Part of the last error expected again (first-order autocorrelation of the errors).</param>
internal readonly record struct HoltWintersParameters(double Level, double Trend, double Season, double Second, double Damping, double Carry)
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    public static readonly double[] Lowest = [0, 0, 0, 0, 0, -0.95];
    public static readonly double[] Highest = [1, 1, 1, 1, 0.98, 0.95];

    public double[] ToNumbers() => [Level, Trend, Season, Second, Damping, Carry];
}
