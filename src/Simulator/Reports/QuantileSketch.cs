namespace SageServe.Simulator;

/// <summary>
/// Durations in seconds, counted for quantiles. Up to <see cref="ExactLimit"/> of them are kept as they are; from then on they stand in
/// buckets whose width is 1/128 of their lower end, so that a quantile is off by at most 0.4 %, and memory does not grow with the count: 1 kB
/// for each doubling between the shortest and the longest, and 16 kB at most before.
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

    /// <summary>Buckets are added by this many at a time.</summary>
    private const int Slack = 64;

    private List<double>? _exact = [];

    /// <summary>Samples in bucket 0, which stands far from all others.</summary>
    private long _nothing;

    /// <summary>Buckets from <see cref="_first"/> on.</summary>
    private long[] _buckets = [];
    private int _first;

    public long Count { get; private set; }

    /// <summary>Numbers held: what its memory grows with.</summary>
    internal int Held => (_exact?.Count ?? 0) + _buckets.Length;

    /// <param name="seconds">Finite; below zero counts as zero.</param>
    public void Add(double seconds)
    {
        Guard.Finite(seconds);
        Count++;
        if (_exact is null)
        {
            AddToBucket(seconds);
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
        _nothing += other._nothing;
        for (var i = 0; i < other._buckets.Length; i++)
        {
            if (other._buckets[i] > 0)
            {
                AddAt(other._first + i, other._buckets[i]);
            }
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
        if (rank <= _nothing)
        {
            return 0;
        }

        var place = 0;
        for (var below = _nothing + _buckets[0]; below < rank; below += _buckets[place])
        {
            place++;
        }

        return (LowerEnd(_first + place) + LowerEnd(_first + place + 1)) / 2;
    }

    private void Spill()
    {
        foreach (var sample in _exact ?? [])
        {
            AddToBucket(sample);
        }

        _exact = null;
    }

    private void AddToBucket(double seconds)
    {
        if (Key(seconds) is var key && key < Lowest)
        {
            _nothing++;
            return;
        }

        AddAt((int)(key - Lowest + 1), 1);
    }

    private void AddAt(int bucket, long count)
    {
        if ((uint)(bucket - _first) >= (uint)_buckets.Length)
        {
            Reach(bucket);
        }

        _buckets[bucket - _first] += count;
    }

    private void Reach(int bucket)
    {
        var first = Math.Max(1, bucket - Slack);
        var end = bucket + Slack;
        if (_buckets.Length > 0)
        {
            (first, end) = (Math.Min(first, _first), Math.Max(end, _first + _buckets.Length));
        }

        var wider = new long[end - first];
        _buckets.CopyTo(wider, _buckets.Length > 0 ? _first - first : 0);
        (_buckets, _first) = (wider, first);
    }

    /// <summary>Exponent and leading mantissa bits: a floor of the logarithm that costs a shift and is the same on every machine.</summary>
    private static long Key(double seconds) => seconds <= 0 ? 0 : BitConverter.DoubleToInt64Bits(seconds) >> (52 - Bits);

    private static double LowerEnd(int bucket) => BitConverter.Int64BitsToDouble((bucket - 1 + Lowest) << (52 - Bits));
}
