namespace SageServe.Planning;

/// <summary>How a method did when it was asked again and again in the past, knowing only what was known then.</summary>
/// <param name="Method">Which one.</param>
/// <param name="Wape">Weighted absolute percentage error over the planning window: sum of |actual - forecast| over sum of actual.</param>
/// <param name="Origins">How many times it was asked.</param>
/// <param name="Ratios">Actual over forecast of each step scored, ascending; the forecast band is made of them.</param>
internal sealed record ForecastScore(string Method, double Wape, int Origins, double[] Ratios)
{
    /// <summary>Linear between order statistics.</summary>
    public double Ratio(double quantile)
    {
        Invariant.Holds(Ratios.Length > 0, "a score has at least one ratio");
        var position = quantile * (Ratios.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, Ratios.Length - 1);
        return Ratios[low] + (position - low) * (Ratios[high] - Ratios[low]);
    }
}
