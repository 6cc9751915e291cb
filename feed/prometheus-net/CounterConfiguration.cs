namespace Prometheus;

public sealed class CounterConfiguration : MetricConfiguration
{
    internal static readonly CounterConfiguration Default = new();
}
