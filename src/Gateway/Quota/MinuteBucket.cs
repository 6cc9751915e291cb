namespace SageServe.Gateway;

/// <summary>
/// A token bucket of so many units a minute that holds a minute's worth. Exact: the level is counted in units times the ticks of a
/// minute, in which both a unit and the refill of one tick are whole numbers.
/// </summary>
internal sealed class MinuteBucket : IBucket
{
    private const long Minute = TimeSpan.TicksPerMinute;

    private Int128 _level;
    private Instant _at;

    public MinuteBucket(long limit, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Limit = limit;
        _level = Capacity;
        _at = now;
    }

    public long Limit { get; private set; }

    private Int128 Capacity => (Int128)Limit * Minute;

    public long Level(Instant now)
    {
        Refill(now);
        return Whole(_level);
    }

    public void Add(long units, Instant now)
    {
        Refill(now);
        _level = Int128.Min(Capacity, _level + (Int128)units * Minute);
    }

    public void SetLevel(long units, Instant now)
    {
        Refill(now);
        _level = Int128.Min(Capacity, (Int128)units * Minute);
    }

    public void SetLimit(long limit, Instant now)
    {
        Refill(now);
        var used = Capacity - _level;
        Limit = Math.Max(1, limit);
        _level = Capacity - used;
    }

    public TimeSpan? WaitFor(long units, Instant now)
    {
        if (units > Limit)
        {
            return null;
        }

        Refill(now);
        return Until((Int128)units * Minute);
    }

    public TimeSpan ResetAfter(Instant now)
    {
        Refill(now);
        return Until(Capacity);
    }

    private static long Whole(Int128 level) => (long)(level >= 0 ? level / Minute : (level - Minute + 1) / Minute);

    // Rounded up to the tick, so that who waits so long finds it.
    private TimeSpan Until(Int128 level) =>
        level <= _level ? TimeSpan.Zero : new TimeSpan((long)Int128.Min((level - _level + Limit - 1) / Limit, long.MaxValue));

    private void Refill(Instant now)
    {
        if (now > _at)
        {
            _level = Int128.Min(Capacity, _level + (Int128)(now - _at).Ticks * Limit);
            _at = now;
        }
    }
}
