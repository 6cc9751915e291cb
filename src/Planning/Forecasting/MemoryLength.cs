namespace SageServe.Planning;

/// <summary>How much an earlier residual still counts.</summary>
/// <param name="ChangedAt">When the load last changed its ways; what lies before counts a quarter.</param>
internal readonly record struct MemoryLength(Instant ChangedAt)
{
    /// <summary>What is left of what was learnt before a change.</summary>
    public const double BeforeChange = 0.25;

    private const double SameTimeBoost = 3;
    private const double SameTimeHours = 1.5;
    private static readonly TimeSpan ResidualHalfLife = TimeSpan.FromDays(2);
    private static readonly TimeSpan ErrorHalfLife = TimeSpan.FromHours(36);

    /// <summary>Strides that a half-life lasts at least: a plan made once a day remembers more than two days.</summary>
    private const int StridesLeast = 36;

    /// <summary>Factor by which errors fade from one forecast to the next.</summary>
    public static double ErrorFade(TimeSpan gap) => Math.Pow(0.5, Math.Min(gap / ErrorHalfLife, 1.0 / StridesLeast));

    /// <summary>Of a residual of then, now: halves every two days, and is up to four times as much at the same time of day where that counts.</summary>
    public double Weight(Instant then, Instant now, bool isByTimeOfDay)
    {
        var age = now - then;
        var faded = Math.Pow(0.5, age / ResidualHalfLife) * (then < ChangedAt ? BeforeChange : 1);
        if (!isByTimeOfDay)
        {
            return faded;
        }

        var hours = age.TotalHours % 24;
        var apart = Math.Min(hours, 24 - hours) / SameTimeHours;
        return faded * (1 + SameTimeBoost * Math.Exp(-0.5 * apart * apart));
    }
}
