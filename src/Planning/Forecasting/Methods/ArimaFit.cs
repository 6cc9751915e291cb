namespace SageServe.Planning;

/// <summary>Learns the coefficients of one series.</summary>
internal static class ArimaFit
{
    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="order">Which model.</param>
    public static ArimaCoefficients Fit(ReadOnlySpan<double> values, ArimaOrder order)
    {
        var deviations = Difference(values, order);

        // A differenced series has no drift: over an hour a trend is noise, and a wrong one buys machines.
        var mean = order.D == 0 ? deviations.Where(d => !double.IsNaN(d)).DefaultIfEmpty(0).Average() : 0;
        for (var t = 0; t < deviations.Length; t++)
        {
            deviations[t] -= mean;
        }

        if (order.P + order.Q == 0 || HannanRissanen.Estimate(deviations, order) is not { } estimate)
        {
            return ArimaCoefficients.Noise(order, mean);
        }

        var stable = ArimaStability.Stabilise(estimate);
        return ConditionalLeastSquares.Refine(deviations, stable) with { Mean = mean };
    }

    /// <summary>(1 - B)^D of the series; absent where any value that it needs is.</summary>
    private static double[] Difference(ReadOnlySpan<double> values, ArimaOrder order)
    {
        var c = order.Differencing();
        var result = new double[Math.Max(0, values.Length - order.D)];
        for (var t = 0; t < result.Length; t++)
        {
            for (var k = 0; k < c.Length; k++)
            {
                result[t] += c[k] * values[t + order.D - k];
            }
        }

        return result;
    }
}
