namespace SageServe.Simulator;

/// <summary>Nearest-rank quantiles in seconds.</summary>
public sealed record Quantiles(int Count, double P50, double P95, double P99)
{
    /// <summary>Null without a sample: there is no such thing as the median of nothing.</summary>
    public static Quantiles? Of(List<double> samples)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        samples.Sort();
        return new Quantiles(samples.Count, At(samples, 0.50), At(samples, 0.95), At(samples, 0.99));
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
