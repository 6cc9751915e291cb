namespace SageServe.Simulator;

/// <summary>Requests over time in a bounded number of equal bins: when the trace outgrows them, each two become one.</summary>
internal sealed class RateBins
{
    private const int Most = 2048;
    private readonly long[] _counts = new long[Most];
    private int _used;

    /// <summary>Length of a bin now.</summary>
    public TimeSpan Bin { get; private set; } = TimeSpan.FromSeconds(1);

    public void Add(TimeSpan at)
    {
        while (at.Ticks / Bin.Ticks >= Most)
        {
            for (var i = 0; i < Most / 2; i++)
            {
                _counts[i] = _counts[2 * i] + _counts[2 * i + 1];
            }

            Array.Clear(_counts, Most / 2, Most / 2);
            _used = (_used + 1) / 2;
            Bin *= 2;
        }

        var index = (int)(at.Ticks / Bin.Ticks);
        _counts[index]++;
        _used = Math.Max(_used, index + 1);
    }

    /// <summary>Requests a second in each bin.</summary>
    public double[] Rates() => [.. _counts.Take(_used).Select(c => c / Bin.TotalSeconds)];
}
