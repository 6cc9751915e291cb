namespace SageServe.Routing;

/// <summary>
/// Closed while attempts go well; open after failures in a row, or a large share of them in a window: nothing is sent. After a while half
/// open: one request probes. It closes the circuit, or opens it for twice as long.
/// </summary>
internal sealed class CircuitBreaker(BreakerOptions options)
{
    private readonly WindowSum _attempts = new(options.Window);
    private readonly WindowSum _failures = new(options.Window);
    private int _failuresInARow;
    private int _openings;
    private bool _isOpen;
    private bool _isProbing;
    private Instant _openUntil;

    public void Change(BreakerOptions changed) => options = changed;

    /// <summary>Whether a request may be sent now.</summary>
    public bool Lets(Instant now) => !_isOpen || now >= _openUntil && !_isProbing;

    /// <summary>True when the next request will be the probe.</summary>
    public bool IsHalfOpen(Instant now) => _isOpen && Lets(now);

    /// <summary>Half open also while its one probe is on its way.</summary>
    public CircuitState StateAt(Instant now) => !_isOpen ? CircuitState.Closed : now >= _openUntil ? CircuitState.HalfOpen : CircuitState.Open;

    /// <summary>A request is sent.</summary>
    /// <returns>True when it is the probe; its end must then be told as such.</returns>
    public bool Send(Instant now) => IsHalfOpen(now) && (_isProbing = true);

    /// <param name="failed">A fault (true), none (false), or an end that says nothing of it.</param>
    /// <param name="wasProbe">What <see cref="Send"/> said. Other attempts that end while it is open change nothing: they began before.</param>
    /// <param name="now">Request time.</param>
    public void Ended(bool? failed, bool wasProbe, Instant now)
    {
        if (wasProbe)
        {
            _isProbing = false;
            ProbeEnded(failed, now);
        }
        else if (!_isOpen && failed is { } fault)
        {
            Count(fault, now);
        }
    }

    /// <summary>What was seen leaves no doubt: opens without waiting for more failures. One that is open already stays open as long as it was.</summary>
    public void Trip(Instant now)
    {
        if (!_isOpen)
        {
            Open(now);
        }
    }

    private void ProbeEnded(bool? failed, Instant now)
    {
        if (failed == true)
        {
            Open(now);
        }
        else if (failed == false)
        {
            _isOpen = false;
            _openings = 0;
        }
    }

    private void Count(bool fault, Instant now)
    {
        _failuresInARow = fault ? _failuresInARow + 1 : 0;
        _attempts.Add(now, 1);
        _failures.Add(now, fault ? 1 : 0);
        var attempts = _attempts.At(now);
        if (_failuresInARow >= options.ConsecutiveFailures || fault && attempts >= options.MinAttempts && _failures.At(now) >= options.FailureShare * attempts)
        {
            Open(now);
        }
    }

    private void Open(Instant now)
    {
        _isOpen = true;
        var wanted = options.OpenFor * (1 << Math.Min(10, _openings++));
        _openUntil = now + (wanted < options.MaxOpenFor ? wanted : options.MaxOpenFor);
        _failuresInARow = 0;
        _attempts.Clear();
        _failures.Clear();
    }
}
