namespace Prometheus;

/// <summary>A double that many threads change without a lock.</summary>
internal struct ThreadSafeDouble(double value)
{
    private double _value = value;

    public double Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    public void Add(double increment)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + increment, seen);
            if (Same(before, seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void IncrementTo(double target)
    {
        var seen = Volatile.Read(ref _value);
        while (seen < target)
        {
            var before = Interlocked.CompareExchange(ref _value, target, seen);
            if (Same(before, seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void DecrementTo(double target)
    {
        var seen = Volatile.Read(ref _value);
        while (seen > target)
        {
            var before = Interlocked.CompareExchange(ref _value, target, seen);
            if (Same(before, seen))
            {
                return;
            }

            seen = before;
        }
    }

    // By bits: NaN is the same as itself, and -0 is not 0, exactly as the exchange compares.
    private static bool Same(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
