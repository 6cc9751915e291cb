namespace SageServe.Planning;

/// <summary>
/// Refines an ARMA estimate by minimising the sum of squared innovations, conditional on zeros before the start
/// (Gauss-Newton with Levenberg-Marquardt damping; steps that leave the stable region are refused).
/// An absent value counts as what the model expected there, and its innovation is not scored.
/// </summary>
internal static class ConditionalLeastSquares
{
    /// <summary>From a rough start.</summary>
    public const int RoundsMax = 15;

    /// <summary>From the coefficients of an earlier fit.</summary>
    public const int RoundsWarm = 3;

    private const double Enough = 1e-6;

    public static ArimaCoefficients Refine(double[] deviations, ArimaCoefficients start, int rounds = RoundsMax)
    {
        var best = start;
        var bestSum = SumOfSquares(deviations, best);
        var damping = 1e-3;
        for (var round = 0; round < rounds; round++)
        {
            var step = Step(deviations, best, damping);
            var candidate = step is null ? null : Moved(best, step);
            var sum = candidate is not null && ArimaStability.IsStable(candidate) ? SumOfSquares(deviations, candidate) : double.PositiveInfinity;
            if (sum < bestSum)
            {
                var gain = (bestSum - sum) / bestSum;
                (best, bestSum, damping) = (candidate!, sum, damping / 4);
                if (gain < Enough)
                {
                    break;
                }
            }
            else if ((damping *= 8) > 1e8)
            {
                break;
            }
        }

        return best;
    }

    public static double SumOfSquares(double[] deviations, ArimaCoefficients c)
    {
        var w = new double[deviations.Length];
        var e = new double[deviations.Length];
        double sum = 0;
        for (var t = 0; t < w.Length; t++)
        {
            var expected = c.Expect(w, e, t);
            w[t] = double.IsNaN(deviations[t]) ? expected : deviations[t];
            e[t] = w[t] - expected;
            sum += t >= c.Phi.Length ? e[t] * e[t] : 0;
        }

        return sum;
    }

    /// <summary>One damped Gauss-Newton step for (phi, theta); null when it can't be determined.</summary>
    private static double[]? Step(double[] deviations, ArimaCoefficients c, double damping)
    {
        var (p, q, n) = (c.Phi.Length, c.Theta.Length, deviations.Length);
        var w = new double[n];
        var e = new double[n];

        // slopes[t * (p + q) + k]: how the innovation at t changes with coefficient k.
        var slopes = new double[n * (p + q)];
        var row = new double[p + q];
        var squares = new LeastSquares(p + q);
        for (var t = 0; t < n; t++)
        {
            var expected = c.Expect(w, e, t);
            var isAbsent = double.IsNaN(deviations[t]);
            w[t] = isAbsent ? expected : deviations[t];
            e[t] = w[t] - expected;
            for (var k = 0; k < p + q && !isAbsent; k++)
            {
                var lag = k < p ? k + 1 : k - p + 1;
                var slope = t >= lag ? k < p ? -w[t - lag] : -e[t - lag] : 0;
                for (var j = 1; j <= Math.Min(t, q); j++)
                {
                    slope -= c.Theta[j - 1] * slopes[(t - j) * (p + q) + k];
                }

                slopes[t * (p + q) + k] = slope;
                row[k] = -slope;
            }

            if (!isAbsent && t >= p)
            {
                squares.Add(row, e[t]);
            }
        }

        return squares.Rows < p + q ? null : squares.Solve(damping);
    }

    private static ArimaCoefficients Moved(ArimaCoefficients c, double[] step) => c with
    {
        Phi = [.. c.Phi.Select((v, i) => v + step[i])],
        Theta = [.. c.Theta.Select((v, i) => v + step[c.Phi.Length + i])],
    };
}
