namespace SageServe.Planning;

/// <summary>
/// Stationary autoregressions as free numbers (Monahan 1984): the hyperbolic tangents of the numbers are the partial autocorrelations,
/// so whatever an optimiser tries is stable.
/// </summary>
internal static class PartialAutocorrelations
{
    /// <summary>
    /// Free numbers beyond this (partials of 0.987) come so near to the unit circle that forecasts creep away, walks never forget how
    /// they began, and an optimiser feels no slope that would lead it back.
    /// </summary>
    public const double FreeMax = 2.5;

    /// <summary>Coefficients a of w(t) = a1 w(t-1) + ... from free numbers.</summary>
    public static double[] ToCoefficients(ReadOnlySpan<double> free)
    {
        var a = new double[free.Length];
        for (var k = 0; k < free.Length; k++)
        {
            var partial = Math.Tanh(Math.Clamp(free[k], -FreeMax, FreeMax));
            var before = a.AsSpan(0, k).ToArray();
            for (var i = 0; i < k; i++)
            {
                a[i] = before[i] - partial * before[k - 1 - i];
            }

            a[k] = partial;
        }

        return a;
    }

    /// <summary>The inverse; what is not stable is drawn to the nearest edge.</summary>
    public static double[] ToFree(ReadOnlySpan<double> coefficients)
    {
        var a = coefficients.ToArray();
        var free = new double[a.Length];
        var edge = Math.Tanh(FreeMax);
        for (var k = a.Length - 1; k >= 0; k--)
        {
            var partial = double.IsFinite(a[k]) ? Math.Clamp(a[k], -edge, edge) : 0;
            free[k] = Math.Atanh(partial);
            var before = a.AsSpan(0, k).ToArray();
            for (var i = 0; i < k; i++)
            {
                a[i] = (before[i] + partial * before[k - 1 - i]) / (1 - partial * partial);
            }
        }

        return free;
    }
}
