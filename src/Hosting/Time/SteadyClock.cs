namespace SageServe.Hosting;

/// <summary>
/// Wall time taken once at the start and advanced by the monotonic clock: it never goes back, whatever happens to the machine's
/// wall clock (DESIGN 5.10). This is request time.
/// </summary>
public sealed class SteadyClock
{
    private readonly Instant _start;
    private readonly long _startTimestamp;

    public SteadyClock(TimeProvider time)
    {
        Time = time;
        _startTimestamp = time.GetTimestamp();
        _start = Instant.From(time.GetUtcNow());
    }

    public Instant Now => _start + Time.GetElapsedTime(_startTimestamp);

    /// <summary>For timers and delays; its wall clock is not to be read.</summary>
    public TimeProvider Time { get; }
}
