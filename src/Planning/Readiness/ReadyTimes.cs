using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// How long replicas of each pool have taken to serve, as ticks saw it. It outlives a change of options, and a restart as
/// <see cref="PoolReadyTimes"/> and <see cref="PoolWakeTimes"/>.
/// </summary>
internal sealed class ReadyTimes
{
    /// <summary>A time beyond this is no cold start but a fault that somebody mended.</summary>
    private const double SecondsMost = 86_400;

    private readonly SortedDictionary<PoolId, PoolStarts> _pools = [];
    private ImmutableArray<GroupFacts> _groups = [];
    private bool _isChanged;

    /// <param name="facts">The pools as they are.</param>
    /// <param name="now">The tick.</param>
    /// <param name="outcomes">Of the last tick's actions; null: each was carried out.</param>
    public void Observe(ImmutableArray<PoolFacts> facts, Instant now, ImmutableArray<MoveOutcome>? outcomes = null)
    {
        foreach (var pool in facts)
        {
            var starts = Of(pool.Pool);
            _isChanged |= starts.Observe(pool, now, Moved(outcomes, pool.Pool, ScaleActionKind.Start), Moved(outcomes, pool.Pool, ScaleActionKind.SwapModel));
            foreach (var seconds in starts.Swapped.Where(s => s is >= 0 and <= SecondsMost))
            {
                Wakes.Add(new WakeTime(pool.Pool, ScaleActionKind.SwapModel, seconds));
                _isChanged = true;
            }
        }
    }

    /// <summary>What engines of co-resident groups took, and swaps between other pools.</summary>
    public WakeBook Wakes { get; } = new();

    /// <summary>Units of a group that slept at the last tick; 0 where it was not told.</summary>
    public int Asleep(string group) => _groups.FirstOrDefault(g => g.Group == group)?.Asleep ?? 0;

    public void Observe(ImmutableArray<GroupFacts> groups)
    {
        _groups = groups;
        foreach (var woke in groups.SelectMany(g => g.Woke).Where(w => w.Seconds is >= 0 and <= SecondsMost))
        {
            Wakes.Add(woke);
            _isChanged = true;
        }
    }

    public void Moved(ScaleAction action, Instant now) => Of(action.Pool).Moved(action, now);

    /// <summary>Times that are known of a pool.</summary>
    public int Count(PoolId pool) => _pools.TryGetValue(pool, out var starts) ? starts.Times.Count : 0;

    /// <summary>The 90 % quantile of the times known, by nearest rank; null without any.</summary>
    public TimeSpan? P90(PoolId pool)
    {
        if (Count(pool) is var count && count == 0)
        {
            return null;
        }

        var sorted = _pools[pool].Times.Order().ToArray();
        return TimeSpan.FromSeconds(sorted[(int)Math.Ceiling(0.9 * count) - 1]);
    }

    /// <summary>True once after something was learnt.</summary>
    public bool TakeChanged()
    {
        var changed = _isChanged;
        _isChanged = false;
        return changed;
    }

    /// <summary>Pools of which something is known, sorted.</summary>
    public ImmutableArray<PoolReadyTimes> Keep() => [.. _pools.Where(p => p.Value.Times.Count > 0).Select(p => new PoolReadyTimes(p.Key, [.. p.Value.Times]))];

    /// <summary>Takes in what an earlier run kept; pools that are already known go on as they are, impossible times are passed over.</summary>
    public void Restore(ImmutableArray<PoolReadyTimes> kept)
    {
        foreach (var pool in kept.IsDefault ? [] : kept)
        {
            if (Count(pool.Pool) > 0 || pool.Seconds.IsDefault)
            {
                continue;
            }

            foreach (var seconds in pool.Seconds.Where(s => s is >= 0 and <= SecondsMost))
            {
                Of(pool.Pool).Add(seconds);
            }
        }
    }

    /// <summary>What other regions measured: in place of what they told before.</summary>
    public void Hear(ImmutableArray<PoolReadyTimes>? told)
    {
        foreach (var pool in told ?? [])
        {
            _pools.Remove(pool.Pool);
            Restore([pool]);
        }
    }

    /// <summary>The same for wakes, exchanges and loads.</summary>
    public void Restore(ImmutableArray<PoolWakeTimes> kept)
    {
        foreach (var pool in kept.IsDefault ? [] : kept)
        {
            if (Wakes.Count(pool.Pool, pool.Kind) > 0 || pool.Seconds.IsDefault)
            {
                continue;
            }

            foreach (var seconds in pool.Seconds.Where(s => s is >= 0 and <= SecondsMost))
            {
                Wakes.Add(new WakeTime(pool.Pool, pool.Kind, seconds));
            }
        }
    }

    /// <summary>Null where nobody tells: all of them.</summary>
    private static int? Moved(ImmutableArray<MoveOutcome>? outcomes, PoolId pool, ScaleActionKind kind) =>
        outcomes?.Where(o => o.Pool == pool && o.Kind == kind && o.Fate == MoveFate.CarriedOut).Sum(o => o.Moved);

    private PoolStarts Of(PoolId pool)
    {
        if (!_pools.TryGetValue(pool, out var starts))
        {
            _pools.Add(pool, starts = new PoolStarts());
        }

        return starts;
    }
}
