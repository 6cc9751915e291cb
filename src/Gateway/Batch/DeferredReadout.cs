using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>What the pumps saw last, for the admin page and the metrics.</summary>
internal sealed class DeferredReadout(SteadyClock clock) : IDeferredReadout
{
    private readonly ConcurrentDictionary<ModelId, DeferredStats> _seen = new();

    public void See(ModelId model, DeferredStats stats)
    {
        _seen[model] = stats;
        BatchMetrics.QueueSeen(model, stats.Waiting, Age(stats));
    }

    public DeferredView Read(ModelId model)
    {
        var stats = _seen.GetValueOrDefault(model, DeferredStats.Empty);
        return new DeferredView(stats.Waiting, Age(stats));
    }

    private double Age(DeferredStats stats) =>
        stats.OldestEnqueuedAt is { } oldest ? Math.Max(0, (clock.Now - oldest).TotalSeconds) : 0;
}
