namespace SageServe.Routing;

/// <summary>A sum over the last stretch of time, in ten buckets; what is older than the stretch is gone, by a bucket more or less.</summary>
internal sealed class WindowSum(TimeSpan window)
{
    private const int Buckets = 10;
    private readonly long _bucketTicks = Math.Max(1, window.Ticks / Buckets);
    private readonly long[] _sums = new long[Buckets];
    private long _bucket;
    private long _total;

    public void Add(Instant now, long amount)
    {
        Advance(now);
        _sums[_bucket % Buckets] += amount;
        _total += amount;
    }

    public long At(Instant now)
    {
        Advance(now);
        return _total;
    }

    public void Clear()
    {
        Array.Clear(_sums);
        _total = 0;
    }

    private void Advance(Instant now)
    {
        var bucket = now.Ticks / _bucketTicks;
        for (var step = Math.Max(_bucket + 1, bucket - Buckets + 1); step <= bucket; step++)
        {
            _total -= _sums[step % Buckets];
            _sums[step % Buckets] = 0;
        }

        _bucket = Math.Max(_bucket, bucket);
    }
}
