using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// What the pools are to have, for those who keep their own actuator. A decision stands until the pool has followed it, another one came, or a while
/// is over: a tick decides a move once, and what reads this page may look later. Written by the loop, read by anyone.
/// </summary>
internal sealed class WantedBook(LiveConfiguration live, EnvelopeClock clock)
{
    /// <summary>Ticks that may be missing before nothing is told any more: whoever scales then keeps what it has.</summary>
    private const int TicksMissed = 3;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<PoolId, WantedReplicas> _pools = [];
    private Instant? _toldAt;

    /// <summary>How long a decision is waited for that nobody follows.</summary>
    private TimeSpan Patience => PlanningOptions.CoolDown * 3 > TimeSpan.FromMinutes(10) ? PlanningOptions.CoolDown * 3 : TimeSpan.FromMinutes(10);

    private PlanningOptions PlanningOptions => live.Current.Options.Planning;

    /// <summary>Null when the last tick is too old, or saw no fleet; sorted by pool.</summary>
    public ImmutableArray<WantedReplicas>? Read()
    {
        lock (_lock)
        {
            return _toldAt is { } at && clock.Now - at <= PlanningOptions.PaceInterval * TicksMissed ? [.. _pools.Values] : null;
        }
    }

    public void TickDone(TickInput input, PlanningEffects effects)
    {
        if (input.Pools is not { } pools)
        {
            return;
        }

        lock (_lock)
        {
            var before = _pools.ToDictionary();
            _pools.Clear();
            foreach (var pool in pools.Where(p => input.Home is not { } home || p.Pool.Region == home))
            {
                _pools[pool.Pool] = Next(pool, before.GetValueOrDefault(pool.Pool), effects, input.Now);
            }

            // From when it can be read: a tick may take a while, and its facts have ages of their own.
            _toldAt = clock.Now;
        }
    }

    private WantedReplicas Next(PoolFacts pool, WantedReplicas? before, PlanningEffects effects, Instant now)
    {
        var current = pool.Ready + pool.Starting;
        if (effects.Actions.LastOrDefault(a => (a.Pool == pool.Pool || a.From == pool.Pool) && a.Group is null) is { } decided)
        {
            var delta = effects.Actions.Where(a => a.Pool == pool.Pool && a.Group is null).Sum(a => a.Kind == ScaleActionKind.Stop ? -a.Count : a.Count)
                - effects.Actions.Where(a => a.From == pool.Pool && a.Group is null).Sum(a => a.Count);
            return new WantedReplicas(pool.Pool, Math.Max(0, current + delta), current, now, decided.Reason, decided.Detail);
        }

        if (before is not null && before.Wanted != current && now - before.Since <= Patience && !(effects.Diagnostics.Frozen && before.Wanted < current))
        {
            return before with { Current = current };
        }

        return before is not null && before.Wanted == current
            ? before with { Current = current }
            : new WantedReplicas(pool.Pool, current, current, now, "as-it-is", "Nothing is to move.");
    }
}
