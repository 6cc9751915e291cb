namespace SageServe.Planning;

/// <summary>Covariances of the companion-form state of an ARMA process, in units of the innovations' variance; matrices row by row.</summary>
internal static class StationaryCovariance
{
    private const int DoublingsMax = 40;
    private const double Enough = 1e-14;

    /// <summary>The solution of P = T P T' + R R' by doubling: after k rounds the sum holds 2^k terms.</summary>
    public static double[] Of(double[] phi, double[] load)
    {
        var n = phi.Length;
        var power = new double[n * n];
        var sum = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            power[i * n] = phi[i];
            if (i + 1 < n)
            {
                power[i * n + i + 1] = 1;
            }

            for (var j = 0; j < n; j++)
            {
                sum[i * n + j] = load[i] * load[j];
            }
        }

        for (var round = 0; round < DoublingsMax; round++)
        {
            var more = Product(Product(power, sum, n, isRightTransposed: false), power, n, isRightTransposed: true);
            double change = 0;
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += more[i];
                change = Math.Max(change, Math.Abs(more[i]));
            }

            // With a season the first terms may all be zero before later ones are not: only 2^k beyond the state's length may say "enough".
            if (change <= Enough * Math.Max(1, sum[0]) && 1L << round > n)
            {
                break;
            }

            power = Product(power, power, n, isRightTransposed: false);
        }

        return sum;
    }

    /// <summary>P = T P T' + R R' for a step that was absent; returns infinity, as nothing is steady then.</summary>
    public static double Advance(double[] p, double[] phi, double[] load)
    {
        var n = phi.Length;
        var first = p.AsSpan(0, n).ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var next = i + 1 < n && j + 1 < n ? p[(i + 1) * n + j + 1] : 0;
                var cross = (j + 1 < n ? phi[i] * first[j + 1] : 0) + (i + 1 < n ? phi[j] * first[i + 1] : 0);
                p[i * n + j] = phi[i] * phi[j] * first[0] + cross + next + load[i] * load[j];
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>
    /// The same after an update with this gain. Nothing is uncertain about a step just seen, so the first row and column are zero
    /// and the transition only shifts. Returns the largest change.
    /// </summary>
    public static double AdvanceUpdated(double[] p, double[] gain, double[] load)
    {
        var n = gain.Length;
        double change = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var next = i + 1 < n && j + 1 < n ? p[(i + 1) * n + j + 1] - gain[i + 1] * gain[j + 1] : 0;
                var value = next + load[i] * load[j];
                change = Math.Max(change, Math.Abs(value - p[i * n + j]));
                p[i * n + j] = value;
            }
        }

        return change;
    }

    private static double[] Product(double[] a, double[] b, int n, bool isRightTransposed)
    {
        var c = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                if (isRightTransposed)
                {
                    c[i * n + k] = RidgeCoefficients.Dot(a.AsSpan(i * n, n), b.AsSpan(k * n, n));
                }
                else if (a[i * n + k] is var factor and not 0)
                {
                    for (var j = 0; j < n; j++)
                    {
                        c[i * n + j] += factor * b[k * n + j];
                    }
                }
            }
        }

        return c;
    }
}
