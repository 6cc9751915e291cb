namespace SageServe.Routing;

/// <summary>When a replica, or another region, that keeps failing gets nothing any more, and how it comes back (circuit breaker).</summary>
public sealed record BreakerOptions
{
    /// <summary>Failures in a row that open the circuit.</summary>
    [Within(1)]
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>Share of failed attempts within <see cref="Window"/> that opens it.</summary>
    [Within(0, 1, AboveLow = true)]
    public double FailureShare { get; init; } = 0.5;

    /// <summary>Attempts within <see cref="Window"/> before their share counts.</summary>
    [Within(1)]
    public int MinAttempts { get; init; } = 20;

    /// <summary>Over which attempts are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From opening until one request may probe; doubled with each probe that fails, up to <see cref="MaxOpenFor"/>.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time until the next probe.</summary>
    public TimeSpan MaxOpenFor { get; init; } = TimeSpan.FromMinutes(1);
}
