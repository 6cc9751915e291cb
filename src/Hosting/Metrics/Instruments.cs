using Prometheus;

namespace SageServe.Hosting;

/// <summary>prometheus-net instruments of the product's metric names; the same name gives the same instrument.</summary>
public static class Instruments
{
    public static Counter Counter(MetricName metric) =>
        Prometheus.Metrics.CreateCounter(metric.Name, metric.Help, [.. metric.Labels]);

    public static Gauge Gauge(MetricName metric) =>
        Prometheus.Metrics.CreateGauge(metric.Name, metric.Help, [.. metric.Labels]);

    public static Histogram Histogram(MetricName metric) =>
        Prometheus.Metrics.CreateHistogram(metric.Name, metric.Help, [.. metric.Labels], new HistogramConfiguration { Buckets = [.. metric.Buckets] });
}
