namespace SageServe.Gateway.Tests;

/// <summary>
/// The machine's clock, which a test pushes forward by minutes. Timers of seconds and less keep their real pace; longer ones, such as the
/// limits of an attempt, fire when the pushed clock has reached them.
/// </summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private long _shift;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _shift)).TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ITimer RealTimer(TimerCallback callback) => base.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private sealed class Timer : ITimer
    {
        private readonly JumpingTime _time;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _real;
        private readonly Lock _gate = new();
        private long _dueAt = long.MaxValue;

        public Timer(JumpingTime time, TimerCallback callback, object? state)
        {
            (_time, _callback, _state) = (time, callback, state);
            _real = time.RealTimer(_ => Tick());
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                var polled = period == Timeout.InfiniteTimeSpan && dueTime >= Long;
                _dueAt = polled ? _time.GetTimestamp() + (long)(dueTime.TotalSeconds * _time.TimestampFrequency) : long.MinValue;
                return polled ? _real.Change(Look, Look) : _real.Change(dueTime, period);
            }
        }

        public void Dispose() => _real.Dispose();

        public ValueTask DisposeAsync() => _real.DisposeAsync();

        private void Tick()
        {
            lock (_gate)
            {
                if (_time.GetTimestamp() < _dueAt)
                {
                    return;
                }

                if (_dueAt != long.MinValue)
                {
                    _dueAt = long.MaxValue;
                    _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
            }

            _callback(_state);
        }
    }
}
