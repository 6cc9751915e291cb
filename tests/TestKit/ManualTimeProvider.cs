namespace SageServe.TestKit;

/// <summary>
/// Time that moves only when a test says so. Its timestamp frequency is unusual on purpose, so that code that takes timestamps
/// for ticks fails.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private TimeSpan _elapsed;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond * 7;

    /// <summary>Timers that wait to fire.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>How long until the earliest timer fires; null when none waits.</summary>
    public TimeSpan? NextDueIn
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count > 0 ? _timers.Min(t => t.DueAt) - _elapsed : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks * 7;
        }
    }

    /// <summary>Moves the wall clock alone, as an operator or NTP does; the monotonic clock does not see it.</summary>
    public void SetWallClock(DateTimeOffset now)
    {
        lock (_gate)
        {
            _now = now;
        }
    }

    /// <summary>Moves both clocks and fires the timers that come due, each at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        var target = _elapsed + by;
        while (NextDue(target) is { } due)
        {
            due.Fire();
        }

        lock (_gate)
        {
            MoveTo(target);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.DueAt = _elapsed + dueTime;
                _timers.Add(timer);
            }
        }
    }

    private ManualTimer? NextDue(TimeSpan target)
    {
        lock (_gate)
        {
            var due = _timers.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
            if (due is null)
            {
                return null;
            }

            MoveTo(due.DueAt);
            _timers.Remove(due);
            if (due.Period > TimeSpan.Zero)
            {
                due.DueAt += due.Period;
                _timers.Add(due);
            }

            return due;
        }
    }

    private void MoveTo(TimeSpan elapsed)
    {
        if (elapsed > _elapsed)
        {
            _now += elapsed - _elapsed;
            _elapsed = elapsed;
        }
    }
}
