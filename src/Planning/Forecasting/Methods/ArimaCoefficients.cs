namespace SageServe.Planning;

/// <summary>w(t) = mean + sum of phi(i) (w(t-i) - mean) + e(t) + sum of theta(j) e(t-j), on the differenced series.</summary>
internal sealed record ArimaCoefficients(double[] Phi, double[] Theta, double Mean)
{
    /// <summary>All zero: the differenced series is noise around its mean. For D = 1 that is a random walk, the last value.</summary>
    public static ArimaCoefficients Noise(ArimaOrder order, double mean) => new(new double[order.P], new double[order.Q], mean);

    /// <summary>
    /// The expected deviation from the mean at <paramref name="t"/>, from deviations and innovations before it.
    /// What lies before the start counts as zero.
    /// </summary>
    public double Expect(ReadOnlySpan<double> deviations, ReadOnlySpan<double> innovations, int t)
    {
        double sum = 0;
        for (var i = 1; i <= Math.Min(t, Phi.Length); i++)
        {
            sum += Phi[i - 1] * deviations[t - i];
        }

        for (var j = 1; j <= Math.Min(t, Theta.Length); j++)
        {
            sum += Theta[j - 1] * innovations[t - j];
        }

        return sum;
    }
}
