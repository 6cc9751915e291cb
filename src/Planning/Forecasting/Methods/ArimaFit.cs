namespace SageServe.Planning;

/// <summary>Learns the coefficients of one series.</summary>
internal static class ArimaFit
{
    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="order">Which model.</param>
    /// <param name="start">Coefficients of an earlier fit: a few rounds from there are enough. Null to begin from nothing.</param>
    public static ArimaCoefficients Fit(ReadOnlySpan<double> values, ArimaOrder order, ArimaCoefficients? start = null)
    {
        var deviations = Difference(values, order.Differencing());

        // A differenced series has no drift: over an hour a trend is noise, and a wrong one buys machines.
        var mean = order.D == 0 ? deviations.Where(d => !double.IsNaN(d)).DefaultIfEmpty(0).Average() : 0;
        for (var t = 0; t < deviations.Length; t++)
        {
            deviations[t] -= mean;
        }

        if (order.P + order.Q == 0 || (start ?? HannanRissanen.Estimate(deviations, order)) is not { } estimate)
        {
            return ArimaCoefficients.Noise(order, mean);
        }

        var stable = ArimaStability.Stabilise(estimate);
        var rounds = start is null ? ConditionalLeastSquares.RoundsMax : ConditionalLeastSquares.RoundsWarm;
        return ConditionalLeastSquares.Refine(deviations, stable, rounds) with { Mean = mean };
    }

    /// <summary>The differenced series; absent where any value that it needs is.</summary>
    public static double[] Difference(ReadOnlySpan<double> values, double[] differencing)
    {
        var reach = differencing.Length - 1;
        var result = new double[Math.Max(0, values.Length - reach)];
        for (var k = 0; k <= reach; k++)
        {
            for (var t = 0; t < result.Length && differencing[k] != 0; t++)
            {
                result[t] += differencing[k] * values[t + reach - k];
            }
        }

        return result;
    }
}
