namespace SageServe.Planning;

/// <summary>The weights of a Holt-Winters model that make its errors one step ahead smallest.</summary>
internal static class HoltWintersFit
{
    private const double Step = 0.15;
    private const double Tolerance = 1e-7;
    private const double PriorSpread = 0.2;

    /// <param name="values">The steps to learn from, on the model's scale; NaN where absent.</param>
    /// <param name="start">Where the walk begins, and which parts there are.</param>
    /// <param name="guess">Where the search begins.</param>
    /// <param name="evaluationsMax">Walks at most; it then returns the best seen.</param>
    /// <param name="prior">
    /// Where the weights of most series lie: with few steps the answer is drawn there, as by a normal prior; null for plain least squares.
    /// </param>
    /// <param name="tolerance">Relative difference of the sums of squares that is enough.</param>
    public static double[] Of(
        double[] values, HoltWintersStart start, ReadOnlySpan<double> guess, int evaluationsMax, double[]? prior, double tolerance = Tolerance)
    {
        var steps = Math.Max(1, values.Count(v => !double.IsNaN(v)));
        // Only the weights of parts that are there are searched; the others stay as guessed.
        var shape = start.Shape;
        bool[] isFree = [true, shape.HasTrend, shape.Season > 0, shape.Second > 0, shape is { HasTrend: true, IsDamped: true }, shape.IsDamped];
        int[] free = [.. Enumerable.Range(0, isFree.Length).Where(i => isFree[i])];
        var all = guess.ToArray();
        var model = new HoltWintersModel(values, start, shape.Read(all));
        var search = new Simplex(
            point => model.Rewalk(shape.Read(Whole(point))) * Penalty(point),
            [.. free.Select(i => HoltWintersParameters.Lowest[i])],
            [.. free.Select(i => HoltWintersParameters.Highest[i])]);
        return Whole(search.Minimise([.. free.Select(i => all[i])], Step, evaluationsMax, tolerance).Point);

        double Penalty(double[] point)
        {
            double sum = 0;
            for (var i = 0; i < free.Length && prior is not null; i++)
            {
                sum += (point[i] - prior[free[i]]) * (point[i] - prior[free[i]]);
            }

            return Math.Exp(sum / (PriorSpread * PriorSpread * steps));
        }

        double[] Whole(double[] point)
        {
            var whole = (double[])all.Clone();
            for (var i = 0; i < free.Length; i++)
            {
                whole[free[i]] = point[i];
            }

            return whole;
        }
    }
}
