namespace SageServe.Cli;

/// <summary>Exact percentiles of a run's samples (nearest rank). Values are null when there is no sample.</summary>
internal sealed record Percentiles(int Count, double? Mean, double? P50, double? P95, double? P99)
{
    public static Percentiles Of(IEnumerable<TimeSpan?> spans) =>
        Of(spans.Where(s => s is not null).Select(s => s!.Value.TotalSeconds));

    public static Percentiles Of(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return sorted.Length == 0
            ? new Percentiles(0, null, null, null, null)
            : new Percentiles(sorted.Length, Rounded(sorted.Average()), Rank(sorted, 0.50), Rank(sorted, 0.95), Rank(sorted, 0.99));
    }

    /// <summary>The smallest sample that at least this share of all samples does not exceed.</summary>
    private static double Rank(double[] sorted, double share) =>
        Rounded(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)]);

    private static double Rounded(double value) => Math.Round(value, 6);
}
