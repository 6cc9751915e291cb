using System.Collections.Concurrent;

namespace SageServe.Hosting;

/// <summary>Bounds the values of a label that come from outside: the first <paramref name="max"/> keep their name, the rest are "other".</summary>
public sealed class LabelCap(int max = 1000)
{
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _count;

    public string Of(string value)
    {
        if (_values.TryGetValue(value, out var known))
        {
            return known;
        }

        if (Volatile.Read(ref _count) >= max || Interlocked.Increment(ref _count) > max)
        {
            return Other;
        }

        // Two threads may add the same value at once: the place that was not needed is given back.
        if (!_values.TryAdd(value, value))
        {
            Interlocked.Decrement(ref _count);
        }

        return value;
    }
}
