namespace SageServe.EngineModel;

/// <summary>Order statistics of measured values.</summary>
public static class Sample
{
    /// <summary>The value at rank floor(p x n) of the sorted values.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Quantile(IEnumerable<double> values, double p)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? throw new ArgumentException("A quantile needs at least one value.", nameof(values))
            : sorted[Math.Min(sorted.Length - 1, (int)(p * sorted.Length))];
    }

    /// <summary>The 95 % interval of a quantile by resampling the values; the percentile bootstrap (Efron).</summary>
    public static (double Low, double High) QuantileInterval(IReadOnlyList<double> values, double p, RandomStream random, int resamples = 2000)
    {
        var drawn = new double[values.Count];
        var quantiles = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            for (var j = 0; j < drawn.Length; j++)
            {
                drawn[j] = values[random.NextInt(values.Count)];
            }

            quantiles[i] = Quantile(drawn, p);
        }

        return (Quantile(quantiles, 0.025), Quantile(quantiles, 0.975));
    }
}
