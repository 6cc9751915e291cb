namespace SageServe.Planning;

/// <summary>
/// The last bins of one demand series, addressed by bin number. A bin that never came is absent: nothing is filled in for it.
/// </summary>
internal sealed class DemandSeries
{
    private readonly long[] _numbers;
    private readonly DemandRates[] _rates;
    private long _oldest = -1;

    public DemandSeries(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _numbers = new long[capacity];
        _rates = new DemandRates[capacity];
        Array.Fill(_numbers, -1);
    }

    /// <summary>Number of the newest bin; -1 before the first.</summary>
    public long Newest { get; private set; } = -1;

    /// <summary>Number of the oldest bin that may still be kept; -1 before the first.</summary>
    public long Oldest => Math.Max(_oldest, Newest - _numbers.Length + 1);

    /// <summary>
    /// Keeps a bin; true when it tells something new. Of repeats that differ the larger counts, whatever order they come in:
    /// offered load can't have been less than somebody saw.
    /// </summary>
    public bool Add(long number, DemandRates rates)
    {
        if (number < 0 || number <= Newest - _numbers.Length)
        {
            return false;
        }

        var slot = (int)(number % _numbers.Length);
        if (_numbers[slot] == number)
        {
            var before = _rates[slot];
            _rates[slot] = DemandRates.Larger(before, rates);
            return _rates[slot] != before;
        }

        _numbers[slot] = number;
        _rates[slot] = rates;
        Newest = Math.Max(Newest, number);
        _oldest = _oldest < 0 ? number : Math.Min(_oldest, number);
        return true;
    }

    public bool TryGet(long number, out DemandRates rates)
    {
        var slot = number < 0 ? 0 : (int)(number % _numbers.Length);
        var found = number >= 0 && _numbers[slot] == number;
        rates = found ? _rates[slot] : default;
        return found;
    }

    /// <summary>Mean rates of the bins that are there in [from, to), and how many they are.</summary>
    public (DemandRates Mean, int Present) Mean(long from, long to)
    {
        var sum = default(DemandRates);
        var present = 0;
        for (var number = Math.Max(from, Newest - _numbers.Length + 1); number < Math.Min(to, Newest + 1); number++)
        {
            if (TryGet(number, out var rates))
            {
                sum += rates;
                present++;
            }
        }

        return (present == 0 ? default : sum / present, present);
    }
}
