namespace Prometheus;

public sealed class HistogramConfiguration : MetricConfiguration
{
    internal static readonly HistogramConfiguration Default = new();

    /// <summary>Upper bounds, ascending; +Inf is added when it is missing. Null takes the package's default.</summary>
    public double[]? Buckets { get; set; }
}
