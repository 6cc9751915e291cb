namespace SageServe.Simulator;

/// <summary>
/// Durations in seconds, counted for quantiles. Up to <see cref="ExactLimit"/> of them are kept as they are; from then on they stand in
/// buckets whose width is 1/128 of their lower end, so that a quantile is off by at most 0.4 %, and memory does not grow with the count.
/// What it holds depends on the samples alone, not on their order: sketches of parts, merged, equal the sketch of the whole.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>Samples kept exactly.</summary>
    public const int ExactLimit = 2048;

    /// <summary>Mantissa bits that name a bucket.</summary>
    private const int Bits = 7;

    /// <summary>Bucket 1 starts here, at a nanosecond; what is less, zero included, stands in bucket 0.</summary>
    private static readonly long Lowest = Key(1e-9);

    private List<double>? _exact = [];
    private long[] _buckets = [];

    public long Count { get; private set; }

    /// <param name="seconds">Finite; below zero counts as zero.</param>
    public void Add(double seconds)
    {
        Guard.Finite(seconds);
        Count++;
        if (_exact is null)
        {
            AddToBucket(seconds, 1);
            return;
        }

        _exact.Add(seconds);
        if (_exact.Count > ExactLimit)
        {
            Spill();
        }
    }

    public void Merge(QuantileSketch other)
    {
        if (other._exact is { } samples)
        {
            foreach (var sample in samples.ToArray())
            {
                Add(sample);
            }

            return;
        }

        Spill();
        Count += other.Count;
        for (var i = 0; i < other._buckets.Length; i++)
        {
            AddAt(i, other._buckets[i]);
        }
    }

    /// <summary>The nearest-rank quantile; NaN without a sample.</summary>
    /// <param name="share">Within 0..1.</param>
    public double At(double share)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        if (_exact is null)
        {
            return InBuckets(rank);
        }

        _exact.Sort();
        return _exact[(int)rank - 1];
    }

    private double InBuckets(long rank)
    {
        var bucket = 0;
        for (var below = _buckets[0]; below < rank; below += _buckets[bucket])
        {
            bucket++;
        }

        return bucket == 0 ? 0 : (LowerEnd(bucket) + LowerEnd(bucket + 1)) / 2;
    }

    private void Spill()
    {
        foreach (var sample in _exact ?? [])
        {
            AddToBucket(sample, 1);
        }

        _exact = null;
    }

    private void AddToBucket(double seconds, long count) => AddAt((int)Math.Max(0, Key(seconds) - Lowest + 1), count);

    private void AddAt(int bucket, long count)
    {
        if (bucket >= _buckets.Length)
        {
            Array.Resize(ref _buckets, bucket + 64);
        }

        _buckets[bucket] += count;
    }

    /// <summary>Exponent and leading mantissa bits: a floor of the logarithm that costs a shift and is the same on every machine.</summary>
    private static long Key(double seconds) => seconds <= 0 ? 0 : BitConverter.DoubleToInt64Bits(seconds) >> (52 - Bits);

    private static double LowerEnd(int bucket) => BitConverter.Int64BitsToDouble((bucket - 1 + Lowest) << (52 - Bits));
}
