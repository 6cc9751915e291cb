using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>A metric as the outside world sees it: Prometheus name, what it tells, its labels, and buckets for histograms.</summary>
public sealed record MetricName(string Name, string Help, ImmutableArray<string> Labels)
{
    /// <summary>Upper bounds of the buckets; empty for counters and gauges.</summary>
    public ImmutableArray<double> Buckets { get; init; } = [];
}
