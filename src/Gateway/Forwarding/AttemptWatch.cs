namespace SageServe.Gateway;

/// <summary>
/// Holds one attempt to its tier's times: first token of a stream, gap, total. One timer, set anew only when it fires, so that a token
/// costs one write. While the client is slow to take a chunk, the upstream is not silent.
/// </summary>
internal sealed class AttemptWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _first;
    private readonly TimeSpan _gap;
    private readonly TimeSpan _total;
    private readonly long _started;
    private readonly HangCheck? _hang;
    private long _hangLook;
    private readonly CancellationTokenSource _end;
    private readonly ITimer _timer;
    private long _lastByte;
    private volatile bool _begun;
    private volatile bool _writing;
    private bool _over;

    /// <param name="time">Clock and timers.</param>
    /// <param name="limits">Of the request's tier.</param>
    /// <param name="streams">The answer was asked for as a stream.</param>
    /// <param name="spent">Of the total, by earlier attempts.</param>
    /// <param name="stop">Ends the attempt for another reason.</param>
    /// <param name="hang">Whether the replica hangs; null for an upstream of which that cannot be known.</param>
    public AttemptWatch(TimeProvider time, TimeoutOptions limits, bool streams, TimeSpan spent, CancellationToken stop, HangCheck? hang = null)
    {
        _time = time;
        _first = streams ? limits.FirstToken : TimeSpan.MaxValue;
        _gap = limits.Gap;
        _total = limits.Total - spent;
        _started = time.GetTimestamp();
        _hang = limits.HangFactor > 0 ? hang : null;
        _hangLook = _started + Stamps(limits.HangAfter);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Token = _end.Token;
        _timer = time.CreateTimer(static self => ((AttemptWatch)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Look();
    }

    /// <summary>Cancelled when a limit has passed or the attempt is to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>The limit that ended the attempt.</summary>
    public AttemptLimit Passed { get; private set; }

    /// <summary>Bytes came and are on their way to the client.</summary>
    public void Came()
    {
        _writing = true;
        _hang?.SawByte();
        if (!_begun)
        {
            Begin();
        }
    }

    /// <summary>They have been passed on.</summary>
    public void PassedOn()
    {
        Volatile.Write(ref _lastByte, _time.GetTimestamp());
        _writing = false;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _timer.Dispose();
            _end.Dispose();
        }
    }

    private void Begin()
    {
        Volatile.Write(ref _lastByte, _time.GetTimestamp());
        _begun = true;
        Look();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            var (left, limit) = Next();
            if (limit == AttemptLimit.Hang && left <= TimeSpan.Zero && _hang!.LookAgainIn(_time.GetElapsedTime(_started)) is { } again)
            {
                _hangLook = _time.GetTimestamp() + Stamps(again);
                (left, limit) = Next();
            }

            if (left <= TimeSpan.Zero)
            {
                _over = true;
                Passed = limit;
                _ = _end.CancelAsync();
                return;
            }

            // Rounded up: a timer that fires a fraction early would only look again.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    private long Stamps(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private (TimeSpan Left, AttemptLimit Limit) Next()
    {
        var total = _total - _time.GetElapsedTime(_started);
        if (!_begun)
        {
            var first = _first == TimeSpan.MaxValue ? _first : _first - _time.GetElapsedTime(_started);
            var hang = _hang is null ? TimeSpan.MaxValue : _time.GetElapsedTime(_time.GetTimestamp(), _hangLook);
            return hang < first && hang < total ? (hang, AttemptLimit.Hang) : first < total ? (first, AttemptLimit.FirstToken) : (total, AttemptLimit.Total);
        }

        var gap = _writing ? _gap : _gap - _time.GetElapsedTime(Volatile.Read(ref _lastByte));
        return gap < total ? (gap, AttemptLimit.Gap) : (total, AttemptLimit.Total);
    }
}
