using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>What the pumps saw last, for the admin page and the metrics.</summary>
internal sealed class DeferredReadout(SteadyClock clock) : IDeferredReadout
{
    /// <summary>Work seen longer ago is not known any more: the store is away, or the pump hangs.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ModelId, DeferredStats> _seen = new();
    private readonly ConcurrentDictionary<ModelId, (DeferredWork Work, Instant At)> _work = new();

    public void See(ModelId model, DeferredStats stats)
    {
        _seen[model] = stats;
        BatchMetrics.QueueSeen(model, stats.Waiting, Age(stats));
    }

    public void See(ModelId model, DeferredWork work) => _work[model] = (work, clock.Now);

    /// <summary>Null while nobody knows.</summary>
    public DeferredWork? WorkOf(ModelId model) =>
        _work.TryGetValue(model, out var seen) && clock.Now - seen.At <= KnownFor ? seen.Work : null;

    public DeferredView Read(ModelId model)
    {
        var stats = _seen.GetValueOrDefault(model, DeferredStats.Empty);
        return new DeferredView(stats.Waiting, Age(stats));
    }

    private double Age(DeferredStats stats) =>
        stats.OldestEnqueuedAt is { } oldest ? Math.Max(0, (clock.Now - oldest).TotalSeconds) : 0;
}
