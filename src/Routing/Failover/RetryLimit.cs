namespace SageServe.Routing;

/// <summary>Attempts and retries of the last minute, in buckets of a second, against the retry budget.</summary>
internal sealed class RetryLimit(double share, int floor)
{
    private const int Seconds = 60;
    private readonly int[] _attempts = new int[Seconds];
    private readonly int[] _retries = new int[Seconds];
    private long _second;
    private int _attemptSum;
    private int _retrySum;

    public void Change(double newShare, int newFloor) => (share, floor) = (newShare, newFloor);

    public bool Allows(Instant now)
    {
        Advance(now);
        return _retrySum < Math.Max(floor, (int)(share * _attemptSum));
    }

    public void Count(Instant now, bool retry)
    {
        Advance(now);
        var slot = (int)(_second % Seconds);
        _attempts[slot]++;
        _attemptSum++;
        if (retry)
        {
            _retries[slot]++;
            _retrySum++;
        }
    }

    private void Advance(Instant now)
    {
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        for (var step = Math.Max(_second + 1, second - Seconds + 1); step <= second; step++)
        {
            var slot = (int)(step % Seconds);
            _attemptSum -= _attempts[slot];
            _retrySum -= _retries[slot];
            _attempts[slot] = 0;
            _retries[slot] = 0;
        }

        _second = Math.Max(_second, second);
    }
}
