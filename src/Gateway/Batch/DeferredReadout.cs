using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How the lanes stood when this gateway last looked, for the admin page and the metrics.</summary>
internal sealed class DeferredReadout(SteadyClock clock) : IDeferredReadout
{
    /// <summary>What was seen longer ago is not known any more: the store is away, or the pump hangs.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ModelId, (DeferredLaneState State, Instant At)> _seen = new();

    public void See(ModelId model, DeferredLaneState state)
    {
        _seen[model] = (state, clock.Now);
        BatchMetrics.QueueSeen(model, state.Waiting, Age(state));
    }

    /// <summary>Null while nobody knows.</summary>
    public DeferredLaneState? StateOf(ModelId model) =>
        _seen.TryGetValue(model, out var seen) && clock.Now - seen.At <= KnownFor ? seen.State : null;

    /// <summary>Null while nobody knows.</summary>
    public DeferredWork? WorkOf(ModelId model) => StateOf(model)?.Work;

    public DeferredView Read(ModelId model)
    {
        var state = _seen.TryGetValue(model, out var seen) ? seen.State : DeferredLaneState.Empty;
        return new DeferredView(state.Waiting, Age(state));
    }

    private double Age(DeferredLaneState state) =>
        state.OldestEnqueuedAt is { } oldest ? Math.Max(0, (clock.Now - oldest).TotalSeconds) : 0;
}
