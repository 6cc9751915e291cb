namespace SageServe.Planning;

/// <summary>What wakes and exchanges of co-resident engines took, as told; the newest <see cref="PoolStarts.TimesMost"/> of each pool and kind.</summary>
internal sealed class WakeBook
{
    private readonly Dictionary<(PoolId Pool, ScaleActionKind Kind), Queue<double>> _seconds = [];

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

    /// <summary>The 90 % quantile, by nearest rank; null until so many are known.</summary>
    public TimeSpan? P90(PoolId pool, ScaleActionKind kind, int least)
    {
        if (!_seconds.TryGetValue((pool, kind), out var seconds) || seconds.Count < Math.Max(1, least))
        {
            return null;
        }

        return TimeSpan.FromSeconds(seconds.Order().ElementAt((int)Math.Ceiling(0.9 * seconds.Count) - 1));
    }
}
