namespace SageServe.Simulator;

/// <summary>Nearest-rank quantiles in seconds; exact for few samples, else within 0.4 % (<see cref="QuantileSketch"/>).</summary>
public sealed record Quantiles(long Count, double P50, double P90, double P95, double P99)
{
    /// <summary>Null without a sample: there is no such thing as the median of nothing.</summary>
    public static Quantiles? Of(QuantileSketch samples) => samples.Count == 0
        ? null
        : new Quantiles(samples.Count, samples.At(0.50), samples.At(0.90), samples.At(0.95), samples.At(0.99));
}
