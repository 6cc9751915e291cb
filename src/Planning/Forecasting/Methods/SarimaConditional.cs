namespace SageServe.Planning;

/// <summary>
/// Least squares of a seasonal model's innovations, conditional on zeros before the first that can be computed: O(steps x terms) an
/// evaluation however long the season, so it is the hourly fit and what orders are compared by. An absent step counts as what the
/// model expected there and is not scored. Gauss-Newton on free numbers with Levenberg-Marquardt damping.
/// </summary>
internal sealed class SarimaConditional
{
    private const double Nudge = 1e-5;
    private readonly double[] _differences;
    private readonly double _scale;

    /// <param name="differences">The differenced series; NaN where absent.</param>
    public SarimaConditional(double[] differences)
    {
        _differences = differences;
        var present = differences.Where(d => !double.IsNaN(d)).ToArray();
        Mean = present.Length == 0 ? 0 : present.Average();
        var spread = present.Length == 0 ? 0 : Math.Sqrt(present.Average(d => (d - Mean) * (d - Mean)));
        _scale = double.IsFinite(spread) && spread > 0 ? spread : 1;
        Mean = double.IsFinite(Mean) ? Mean : 0;
        Present = present.Length;
    }

    /// <summary>Of the steps that are there.</summary>
    public double Mean { get; }

    /// <summary>Steps that are there.</summary>
    public int Present { get; }

    /// <param name="start">Where to begin; its order is kept.</param>
    /// <param name="rounds">At this many steps it returns the best seen.</param>
    /// <returns>Coefficients, and the mean square of the innovations scored.</returns>
    public (SarimaCoefficients Coefficients, double Variance) Fit(SarimaCoefficients start, int rounds)
    {
        var order = start.Order;
        var free = start.ToFree(_scale);
        var residuals = new double[_differences.Length];
        var variance = Innovations(start, residuals);
        var damping = 1e-3;
        var trial = new double[_differences.Length];
        for (var round = 0; round < rounds && free.Length > 0 && variance > 0; round++)
        {
            if (Step(order, free, residuals, damping) is not { } step)
            {
                break;
            }

            var moved = Clamp(free.Zip(step, (f, s) => f + s), order);
            var candidate = Innovations(SarimaCoefficients.FromFree(order, moved, _scale), trial);
            var gain = (variance - candidate) / variance;
            if (gain > 0)
            {
                (free, variance, damping) = (moved, candidate, damping / 5);
                (residuals, trial) = (trial, residuals);
                if (gain < 1e-9)
                {
                    break;
                }
            }
            else if ((damping *= 10) > 1e6)
            {
                break;
            }
        }

        return (SarimaCoefficients.FromFree(order, free, _scale), variance);
    }

    /// <summary>Fills the innovations (0 where none is scored) and returns their mean square.</summary>
    public double Innovations(SarimaCoefficients coefficients, double[] innovations)
    {
        var expanded = coefficients.Expand();
        var (phi, theta) = (new SparseLags(expanded.Phi), new SparseLags(expanded.Theta));
        var deviations = new double[_differences.Length];
        double sum = 0;
        var scored = 0;
        for (var t = 0; t < deviations.Length; t++)
        {
            var isScored = t >= expanded.Phi.Length && !double.IsNaN(_differences[t]);
            var expected = isScored || double.IsNaN(_differences[t]) ? phi.Sum(deviations, t) + theta.Sum(innovations, t) : 0;
            deviations[t] = double.IsNaN(_differences[t]) ? expected : _differences[t] - coefficients.Mean;
            innovations[t] = isScored ? deviations[t] - expected : 0;
            sum += innovations[t] * innovations[t];
            scored += isScored ? 1 : 0;
        }

        return scored == 0 || !double.IsFinite(sum) ? double.PositiveInfinity : sum / scored;
    }

    private double[]? Step(SarimaOrder order, double[] free, double[] residuals, double damping)
    {
        var slopes = new double[free.Length][];
        for (var k = 0; k < free.Length; k++)
        {
            var moved = (double[])free.Clone();
            moved[k] += Nudge;
            slopes[k] = new double[residuals.Length];
            Innovations(SarimaCoefficients.FromFree(order, moved, _scale), slopes[k]);
        }

        var squares = new LeastSquares(free.Length);
        Span<double> row = new double[free.Length];
        for (var t = order.Reach; t < residuals.Length; t++)
        {
            for (var k = 0; k < free.Length; k++)
            {
                row[k] = (residuals[t] - slopes[k][t]) / (Nudge * _scale);
            }

            squares.Add(row, residuals[t] / _scale);
        }

        return squares.Rows < free.Length ? null : squares.Solve(damping);
    }

    private static double[] Clamp(IEnumerable<double> free, SarimaOrder order)
    {
        var clamped = free.ToArray();
        for (var k = 0; k < clamped.Length - (order.HasMean ? 1 : 0); k++)
        {
            clamped[k] = Math.Clamp(clamped[k], -PartialAutocorrelations.FreeMax, PartialAutocorrelations.FreeMax);
        }

        return clamped;
    }
}
