namespace SageServe.VllmEmulator;

/// <summary>A Prometheus histogram of one replica. Not thread-safe: written under the engine loop's lock.</summary>
internal sealed class BucketHistogram(double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];

    public double Sum { get; private set; }

    public long Count { get; private set; }

    public double[] Bounds => bounds;

    public void Observe(double value)
    {
        var i = 0;
        while (i < bounds.Length && value > bounds[i])
        {
            i++;
        }

        _counts[i]++;
        Sum += value;
        Count++;
    }

    /// <summary>Observations up to and including the bound at this index.</summary>
    public long CumulativeTo(int index)
    {
        var total = 0L;
        for (var i = 0; i <= index; i++)
        {
            total += _counts[i];
        }

        return total;
    }
}
