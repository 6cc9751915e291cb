namespace SageServe.EngineModel;

/// <summary>
/// Least squares for models that are not linear in their coefficients: Levenberg-Marquardt with a Huber loss, so that outliers
/// pull no more than their direction. Coefficients are positive and searched by their logarithm; residuals are relative
/// errors (logarithms of predicted over measured).
/// </summary>
public static class CurveFit
{
    /// <summary>Residuals beyond this share count linearly.</summary>
    public const double Outlier = 0.10;

    private const int Rounds = 60;

    /// <param name="start">First guess, each greater than 0.</param>
    /// <param name="residuals">Relative errors for given coefficients; always as many.</param>
    /// <param name="nudge">
    /// Share by which a coefficient is moved to see its slope: large (0.03) where the model is a simulation, whose steps make
    /// small moves noisy.
    /// </param>
    public static CurveFitResult Run(IReadOnlyList<double> start, Func<double[], double[]> residuals, double nudge = 1e-4)
    {
        var logs = start.Select(v => Math.Log(v)).ToArray();
        var errors = residuals(Exp(logs));
        var cost = Cost(errors);
        var damping = 1e-2;
        for (var round = 0; round < Rounds; round++)
        {
            var (normal, gradient) = Linearize(logs, errors, residuals, nudge);
            if (!TryStep(normal, gradient, residuals, ref logs, ref errors, ref damping, cost, out var lower))
            {
                break;
            }

            var done = cost - lower < 1e-6 * cost;
            cost = lower;
            if (done)
            {
                break;
            }
        }

        var (at, _) = Linearize(logs, errors, residuals, nudge);
        return new CurveFitResult([.. Exp(logs)], [.. Uncertainty(at, errors, logs.Length)], [.. errors]);
    }

    private static bool TryStep(
        double[,] normal, double[] gradient, Func<double[], double[]> residuals,
        ref double[] logs, ref double[] errors, ref double damping, double cost, out double lower)
    {
        for (; damping < 1e6; damping *= 4)
        {
            var damped = (double[,])normal.Clone();
            for (var i = 0; i < gradient.Length; i++)
            {
                damped[i, i] += damping * (normal[i, i] + 1e-9) + 1e-12;
            }

            var step = LinearSystem.Solve(damped, gradient);
            var next = logs.Zip(step, (l, s) => l + Math.Clamp(s, -1, 1)).ToArray();
            var nextErrors = residuals(Exp(next));
            lower = Cost(nextErrors);
            if (lower < cost)
            {
                (logs, errors, damping) = (next, nextErrors, Math.Max(1e-9, damping / 5));
                return true;
            }
        }

        lower = cost;
        return false;
    }

    private static (double[,] Normal, double[] Gradient) Linearize(
        double[] logs, double[] errors, Func<double[], double[]> residuals, double nudge)
    {
        var slopes = new double[logs.Length][];
        for (var j = 0; j < logs.Length; j++)
        {
            var nudged = (double[])logs.Clone();
            nudged[j] += nudge;
            slopes[j] = [.. residuals(Exp(nudged)).Zip(errors, (a, b) => (a - b) / nudge)];
        }

        var normal = new double[logs.Length, logs.Length];
        var gradient = new double[logs.Length];
        for (var k = 0; k < errors.Length; k++)
        {
            var weight = Math.Abs(errors[k]) <= Outlier ? 1 : Outlier / Math.Abs(errors[k]);
            for (var i = 0; i < logs.Length; i++)
            {
                gradient[i] -= weight * slopes[i][k] * errors[k];
                for (var j = 0; j < logs.Length; j++)
                {
                    normal[i, j] += weight * slopes[i][k] * slopes[j][k];
                }
            }
        }

        return (normal, gradient);
    }

    /// <summary>Standard error of each coefficient, as a share of it.</summary>
    private static IEnumerable<double> Uncertainty(double[,] normal, double[] errors, int coefficients)
    {
        var spread = errors.Sum(e => Math.Min(e * e, Outlier * Math.Abs(e))) / Math.Max(1, errors.Length - coefficients);
        for (var i = 0; i < coefficients; i++)
        {
            normal[i, i] += 1e-9;
        }

        for (var i = 0; i < coefficients; i++)
        {
            var unit = new double[coefficients];
            unit[i] = 1;
            yield return Math.Sqrt(Math.Max(0, LinearSystem.Solve((double[,])normal.Clone(), unit)[i]) * spread);
        }
    }

    private static double[] Exp(double[] logs) => [.. logs.Select(Math.Exp)];

    private static double Cost(double[] errors) =>
        errors.Sum(e => Math.Abs(e) <= Outlier ? e * e : Outlier * (2 * Math.Abs(e) - Outlier));
}
