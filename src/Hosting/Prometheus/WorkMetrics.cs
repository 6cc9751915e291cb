using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>The gauges in which gateways tell of the patient work at a pool: requests, prompt tokens, output tokens, in this order.</summary>
public static class WorkMetrics
{
    /// <summary>Summed over gateways.</summary>
    public static readonly ImmutableArray<MetricName> Patient = [MetricNames.PoolPatientWaiting, MetricNames.PoolPatientPrompt, MetricNames.PoolPatientOutput];

    /// <summary>The largest of each store, summed over stores.</summary>
    public static readonly ImmutableArray<MetricName> Queued = [MetricNames.PoolDeferredWaiting, MetricNames.PoolDeferredPrompt, MetricNames.PoolDeferredOutput];
}
