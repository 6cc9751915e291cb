namespace SageServe.Planning;

/// <summary>
/// The Box-Cox lambda at which the spread of a series' stretches stops depending on their level (Guerrero 1993): the one with the
/// smallest coefficient of variation of spread / level^(1 - lambda), on a grid of tenths.
/// </summary>
internal static class Guerrero
{
    private const int Tenths = 10;

    /// <param name="grid">The series.</param>
    /// <param name="known">Steps to look at.</param>
    /// <param name="stretch">Steps a stretch; a season where there is one.</param>
    /// <returns>0 (the logarithm, load's usual scale) where too few stretches say anything.</returns>
    public static double Lambda(DemandGrid grid, int known, int stretch)
    {
        var floor = BoxCox.Of(grid, known, 0).Floor;
        var stretches = new List<(double Level, double Spread)>();
        for (var end = known; end >= stretch; end -= stretch)
        {
            List<double> values = [.. Enumerable.Range(end - stretch, stretch).Where(grid.IsPresent).Select(t => (grid.Values[t] + floor) / floor)];
            if (values.Count * 2 >= stretch && Decomposition.Variance(values) is > 0 and < double.PositiveInfinity and var variance)
            {
                stretches.Add((values.Average(), Math.Sqrt(variance)));
            }
        }

        return stretches.Count < 3 ? 0 : Enumerable.Range(0, Tenths + 1).Select(i => i / (double)Tenths).MinBy(l => Variation(stretches, l));
    }

    private static double Variation(List<(double Level, double Spread)> stretches, double lambda)
    {
        List<double> ratios = [.. stretches.Select(s => s.Spread / Math.Pow(s.Level, 1 - lambda))];
        return Math.Sqrt(Decomposition.Variance(ratios)) / ratios.Average();
    }
}
