namespace SageServe.Planning;

/// <summary>
/// Where a Holt-Winters walk begins: a classical decomposition of the first two seasons (as R's HoltWinters does), or the first value.
/// </summary>
/// <param name="Shape">Which parts there are; without its season when history is shorter than two.</param>
/// <param name="First">First step that is forecast.</param>
/// <param name="Level">Level before it.</param>
/// <param name="Slope">Slope before it.</param>
/// <param name="Figure">Of the season, by step from the series' beginning.</param>
internal sealed record HoltWintersStart(HoltWintersShape Shape, int First, double Level, double Slope, double[] Figure)
{
    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="known">Steps that may be looked at.</param>
    /// <param name="shape">What is wanted.</param>
    public static HoltWintersStart Of(double[] values, int known, HoltWintersShape shape)
    {
        var season = shape.Season;
        if (season == 0 || known < 2 * season + 1 || values.AsSpan(0, 2 * season).ToArray().Count(v => !double.IsNaN(v)) < season)
        {
            var first = Array.FindIndex(values, v => !double.IsNaN(v));
            return new HoltWintersStart(shape with { Season = 0, Second = 0 }, Math.Max(0, first) + 1, first >= 0 ? values[first] : 0, 0, []);
        }

        var begin = values.AsSpan(0, 2 * season);
        var trend = Decomposition.Trend(begin, season);
        var line = new LeastSquares(2);
        var position = 0;
        foreach (var level in trend.Where(v => !double.IsNaN(v)))
        {
            line.Add([1, ++position], level);
        }

        var solution = position < 2 ? null : line.Solve();
        var mean = trend.Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Average();
        return new HoltWintersStart(
            shape, season, solution?[0] ?? mean, shape.HasTrend ? solution?[1] ?? 0 : 0, Figures(begin.ToArray(), trend, shape));
    }

    private static double[] Figures(double[] begin, double[] trend, HoltWintersShape shape)
    {
        if (!shape.IsMultiplicative)
        {
            return Decomposition.Figure([.. begin.Zip(trend, (v, level) => v - level)], shape.Season);
        }

        // Ratios vary around one: as deviations from it they are averaged like differences, then scaled to a mean of one.
        var figure = Decomposition.Figure([.. begin.Zip(trend, (v, level) => level > 0 ? v / level : double.NaN)], shape.Season);
        return [.. figure.Select(f => 1 + f)];
    }
}
