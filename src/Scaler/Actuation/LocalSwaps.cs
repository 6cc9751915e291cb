using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Replicas of one region that drain for another pool's. Remembered in this process alone: after a restart they drain as others do, and planning decides
/// the starts anew.
/// </summary>
internal sealed class LocalSwaps
{
    private ImmutableDictionary<InstanceId, PoolId> _next = ImmutableDictionary<InstanceId, PoolId>.Empty;

    /// <summary>Replicas of a pool that wait for others to go.</summary>
    public int Awaited(PoolId pool) => _next.Values.Count(p => p == pool);

    public void Begin(IEnumerable<ReplicaDocument> leaving, PoolId next) => _next = _next.SetItems(leaving.Select(r => KeyValuePair.Create(r.Id, next)));

    /// <summary>Who waits for its turn is the first to give it up: to another pool, or to nobody. How many did.</summary>
    public int Yield(PoolId pool, int most, PoolId? next)
    {
        var yielding = _next.Where(n => n.Value == pool).Select(n => n.Key).OrderDescending().Take(most).ToArray();
        _next = next is { } to ? _next.SetItems(yielding.Select(id => KeyValuePair.Create(id, to))) : _next.RemoveRange(yielding);
        return yielding.Length;
    }

    /// <summary>Starts whose time has come because nobody holds their GPUs any more, by pool; each is told once.</summary>
    /// <param name="live">Those that still hold them.</param>
    public IReadOnlyList<(PoolId Pool, int Count)> TakeDue(IReadOnlySet<InstanceId> live)
    {
        var due = _next.Where(n => !live.Contains(n.Key)).ToArray();
        _next = _next.RemoveRange(due.Select(d => d.Key));
        return [.. due.GroupBy(d => d.Value).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key)];
    }
}
