namespace SageServe.Planning;

/// <summary>Keeps both polynomials of a model inside the unit circle: outside it, forecasts explode or residuals do.</summary>
internal static class ArimaStability
{
    private const double Edge = 0.999;
    private const double Shrink = 0.95;

    public static bool IsStable(ArimaCoefficients c) => IsInside(c.Phi) && IsInside(Negate(c.Theta));

    /// <summary>Moves the roots away from the circle until both polynomials are stable; a stable model is returned as it is.</summary>
    public static ArimaCoefficients Stabilise(ArimaCoefficients c) => c with { Phi = Inside(c.Phi), Theta = Negate(Inside(Negate(c.Theta))) };

    /// <summary>
    /// True when 1 - a1 z - a2 z^2 ... has all roots outside the unit circle: the step-down recursion's reflection coefficients
    /// are then all below one.
    /// </summary>
    private static bool IsInside(double[] coefficients)
    {
        var a = (double[])coefficients.Clone();
        for (var k = a.Length; k >= 1; k--)
        {
            var reflection = a[k - 1];
            if (!double.IsFinite(reflection) || Math.Abs(reflection) >= Edge)
            {
                return false;
            }

            var next = new double[k - 1];
            for (var i = 0; i < k - 1; i++)
            {
                next[i] = (a[i] + reflection * a[k - 2 - i]) / (1 - reflection * reflection);
            }

            a = next;
        }

        return true;
    }

    private static double[] Inside(double[] coefficients)
    {
        var a = coefficients.Select(c => double.IsFinite(c) ? c : 0).ToArray();
        for (var round = 0; round < 200 && !IsInside(a); round++)
        {
            var factor = Shrink;
            for (var i = 0; i < a.Length; i++, factor *= Shrink)
            {
                a[i] *= factor;
            }
        }

        return IsInside(a) ? a : new double[a.Length];
    }

    private static double[] Negate(double[] values) => [.. values.Select(v => -v)];
}
