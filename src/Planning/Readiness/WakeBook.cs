using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What wakes, exchanges and loads of co-resident engines took, as told, and swaps between other pools, as seen; the newest <see cref="PoolStarts.TimesMost"/> of each pool and kind.</summary>
internal sealed class WakeBook
{
    private readonly SortedDictionary<(PoolId Pool, ScaleActionKind Kind), Queue<double>> _seconds = [];

    /// <summary>Times that are known of a pool and kind.</summary>
    public int Count(PoolId pool, ScaleActionKind kind) => _seconds.TryGetValue((pool, kind), out var seconds) ? seconds.Count : 0;

    public void Add(WakeTime told)
    {
        if (!_seconds.TryGetValue((told.Pool, told.Kind), out var seconds))
        {
            _seconds.Add((told.Pool, told.Kind), seconds = new Queue<double>());
        }

        seconds.Enqueue(told.Seconds);
        if (seconds.Count > PoolStarts.TimesMost)
        {
            seconds.Dequeue();
        }
    }

    /// <summary>The 90 % quantile, by nearest rank, of all these pools; null until so many are known.</summary>
    public TimeSpan? P90(IEnumerable<PoolId> pools, ScaleActionKind kind, int least)
    {
        var sorted = pools.SelectMany(p => _seconds.GetValueOrDefault((p, kind)) ?? []).Order().ToArray();
        return sorted.Length < Math.Max(1, least) ? null : TimeSpan.FromSeconds(sorted[(int)Math.Ceiling(0.9 * sorted.Length) - 1]);
    }

    /// <summary>Sorted by pool, then by kind.</summary>
    public ImmutableArray<PoolWakeTimes> Keep() => [.. _seconds.Select(s => new PoolWakeTimes(s.Key.Pool, s.Key.Kind, [.. s.Value]))];
}
