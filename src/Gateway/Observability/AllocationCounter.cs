using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Tells at each scrape what the process has allocated, so that a costlier request shows before its pauses do.</summary>
internal sealed class AllocationCounter
{
    private readonly Counter _allocated = Instruments.Counter(MetricNames.AllocatedBytes);

    public void Register() => Metrics.DefaultRegistry.AddBeforeCollectCallback(() => _allocated.IncTo(GC.GetTotalAllocatedBytes()));
}
