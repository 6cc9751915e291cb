namespace SageServe.Gateway;

/// <summary>So many units for each day of UTC; at midnight it is full again.</summary>
internal sealed class DayBudget : IBucket
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private Instant _day;
    private long _spent;

    public DayBudget(long limit, Instant now)
    {
        Limit = limit;
        _day = now.FloorTo(Day);
    }

    public long Limit { get; private set; }

    public long Level(Instant now)
    {
        Roll(now);
        return Limit - _spent;
    }

    public void Add(long units, Instant now)
    {
        Roll(now);

        // What was reserved yesterday and is given back today was not taken from today.
        _spent = Math.Max(0, _spent - units);
    }

    public void SetLevel(long units, Instant now)
    {
        Roll(now);
        _spent = Limit - units;
    }

    public void SetLimit(long limit, Instant now) => Limit = limit;

    public TimeSpan? WaitFor(long units, Instant now)
    {
        Roll(now);
        return units > Limit ? null : units <= Limit - _spent ? TimeSpan.Zero : _day + Day - now;
    }

    public TimeSpan ResetAfter(Instant now)
    {
        Roll(now);
        return _spent <= 0 ? TimeSpan.Zero : _day + Day - now;
    }

    private void Roll(Instant now)
    {
        var day = now.FloorTo(Day);
        if (day > _day)
        {
            _day = day;
            _spent = 0;
        }
    }
}
