namespace SageServe.Routing;

/// <summary>How one replica has served this gateway: its failures, its circuit, how long its first tokens take, whether it is ejected.</summary>
internal sealed class ReplicaRecord(ModelFlowOptions options)
{
    private const int MostDoublings = 10;

    /// <summary>Added to what is expected of a first token, so that no short prompt makes an outlier.</summary>
    private static readonly long Leeway = TimeSpan.FromMilliseconds(50).Ticks;

    private readonly WindowSum _attempts = new(options.Outlier.Window);
    private readonly WindowSum _failures = new(options.Outlier.Window);
    private readonly WindowSum _firstTokens = new(options.Outlier.Window);
    private readonly WindowSum _waited = new(options.Outlier.Window);
    private readonly WindowSum _expected = new(options.Outlier.Window);
    private int _failuresInARow;
    private Instant _avoidUntil;
    private Instant _failedAt;
    private int _ejections;
    private Instant _ejectedUntil;

    public CircuitBreaker Breaker { get; } = new(options.Breaker);

    /// <summary>When its last ejection ended or will end; the least without one. It then serves as if it had just become ready.</summary>
    public Instant ReturnsAt => _ejectedUntil;

    public void Change(ModelFlowOptions changed)
    {
        options = changed;
        Breaker.Change(changed.Breaker);
    }

    public bool IsEjected(Instant now) => now < _ejectedUntil;

    /// <summary>A replica that failed is avoided for a while, and until metrics younger than the failure show it alive.</summary>
    public bool IsSuspect(Instant now, Instant metricsAt) => _failuresInARow > 0 && (now < _avoidUntil || metricsAt <= _failedAt);

    public void Sent(FlowEntry entry, Instant now)
    {
        entry.SentAt = now;
        entry.Probes = Breaker.Send(now) ? Breaker : null;
    }

    /// <param name="entry">Whose first token came.</param>
    /// <param name="expected">Prefill ahead of it and its own when it was sent, in ticks.</param>
    /// <param name="now">Request time.</param>
    public void FirstToken(FlowEntry entry, long expected, Instant now)
    {
        _firstTokens.Add(now, 1);
        _waited.Add(now, (now - entry.SentAt).Ticks);
        _expected.Add(now, expected + Leeway);
    }

    /// <summary>Counts the end of an attempt: a fault of the replica, a success, or (null) neither.</summary>
    public void Ended(bool? fault, bool wasProbe, Instant now)
    {
        Breaker.Ended(fault, wasProbe, now);
        if (fault is not { } failed)
        {
            return;
        }

        _attempts.Add(now, 1);
        _failures.Add(now, failed ? 1 : 0);
        if (failed)
        {
            _failedAt = now;
            _avoidUntil = now + options.AvoidAfterFailure * Math.Min(20, 1 << Math.Min(5, _failuresInARow));
        }

        _failuresInARow = failed ? _failuresInARow + 1 : 0;
    }

    /// <summary>
    /// Time of first tokens, all together, over what was expected of them: no short prompt behind a long one makes a replica slow. 1 = as
    /// expected; null with too few.
    /// </summary>
    public double? Slowness(Instant now) => IsEnough(_firstTokens, now) ? (double)_waited.At(now) / _expected.At(now) : null;

    /// <summary>Failed attempts lately.</summary>
    public long Failures(Instant now) => _failures.At(now);

    /// <summary>Share of failed attempts; null with too few attempts.</summary>
    public double? FailureShare(Instant now) => IsEnough(_attempts, now) ? (double)_failures.At(now) / _attempts.At(now) : null;

    public void Eject(Instant now)
    {
        var stayedIn = now - _ejectedUntil > options.Outlier.EjectFor * MostDoublings;
        _ejections = Math.Min(MostDoublings, stayedIn ? 1 : _ejections + 1);
        _ejectedUntil = now + options.Outlier.EjectFor * _ejections;
        foreach (var window in (ReadOnlySpan<WindowSum>)[_attempts, _failures, _firstTokens, _waited, _expected])
        {
            window.Clear();
        }
    }

    private bool IsEnough(WindowSum count, Instant now) => count.At(now) >= options.Outlier.MinSamples;
}
