namespace SageServe.Gateway;

/// <summary>Tokens of each of the last minutes, in a ring; the last one is the current minute.</summary>
internal sealed class RampMinutes(int length)
{
    private readonly long[] _tokens = new long[length];

    /// <summary>The current minute, counted from the epoch.</summary>
    public long Minute { get; private set; } = long.MinValue / 2;

    public int Length => _tokens.Length;

    public long Current => _tokens[Index(Minute)];

    /// <summary>Empties the minutes that went by. Time that goes back stays in the current minute.</summary>
    public void MoveTo(long minute)
    {
        if (minute - _tokens.Length >= Minute)
        {
            Array.Clear(_tokens);
            Minute = minute;
        }

        while (Minute < minute)
        {
            _tokens[Index(++Minute)] = 0;
        }
    }

    public void Add(int tokens) => _tokens[Index(Minute)] += tokens;

    /// <summary>The most tokens of a minute that lies at least <paramref name="window"/> minutes back.</summary>
    public long BusiestBefore(int window)
    {
        var most = 0L;
        for (var back = window; back < _tokens.Length; back++)
        {
            most = Math.Max(most, _tokens[Index(Minute - back)]);
        }

        return most;
    }

    /// <summary>The same minutes in a ring of another length; of a shorter one the last.</summary>
    public RampMinutes Resized(int length)
    {
        var other = new RampMinutes(length) { Minute = Minute };
        for (var back = 0; back < Math.Min(length, _tokens.Length); back++)
        {
            other._tokens[other.Index(Minute - back)] = _tokens[Index(Minute - back)];
        }

        return other;
    }

    private int Index(long minute) => (int)(((minute % _tokens.Length) + _tokens.Length) % _tokens.Length);
}
