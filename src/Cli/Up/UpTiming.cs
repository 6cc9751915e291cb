namespace SageServe.Cli;

/// <summary>
/// Planning's periods on the envelope clock, stretched where the clock runs so fast that real scraping, solving and starting could not
/// keep up with the paper's.
/// </summary>
internal sealed record UpTiming(TimeSpan DemandBin, TimeSpan PaceInterval, TimeSpan PlanInterval, TimeSpan CoolDown, TimeSpan StaleAfter)
{
    /// <summary>Request time that load is averaged over.</summary>
    private const double WindowSeconds = 60;

    /// <summary>Request time that a load must stay near full.</summary>
    private const double SustainSeconds = 10;

    private static readonly int[] BinMinutes = [1, 2, 3, 5, 6, 10, 15, 20, 30, 60];

    /// <param name="speed">Envelope seconds per second.</param>
    public static UpTiming For(double speed)
    {
        // A bin must outlast several scrapes, which take place once a second.
        var bin = RoundUp(2.5 * speed);
        var pace = RoundUp(1.2 * speed);
        var plan = RoundUp(18 * speed);
        return new UpTiming(bin, pace, plan > TimeSpan.FromHours(1) ? plan : RoundUp(Math.Min(3600, Math.Max(900, 18 * speed))), pace, Longer(TimeSpan.FromMinutes(5), 3 * bin))
        {
            LoadWindow = Longer(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(WindowSeconds * speed)),
            CapBreakAfter = Longer(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(SustainSeconds * speed)),
        };
    }

    /// <summary>Load is a mean over enough request time for a single long prompt not to count as load.</summary>
    public required TimeSpan LoadWindow { get; init; }

    /// <summary>A load that stays near full this long passes the plan's cap.</summary>
    public required TimeSpan CapBreakAfter { get; init; }

    /// <summary>The planner's periods as changes of a scenario.</summary>
    public IEnumerable<KeyValuePair<string, string>> Changes() => new (string Key, TimeSpan Value)[]
    {
        ("demand-bin", DemandBin),
        ("pace-interval", PaceInterval),
        ("plan-interval", PlanInterval),
        ("cool-down", CoolDown),
        ("stale-after", StaleAfter),
        ("load-window", LoadWindow),
        ("cap-break-after", CapBreakAfter),
        ("reactive.interval", PaceInterval),
        ("reactive.cool-down", CoolDown),
        ("tuned.interval", PaceInterval),
        ("tuned.period", PaceInterval),
        ("chiron.interval", PaceInterval),
        ("chiron.cool-down", CoolDown),
    }.Select(p => new KeyValuePair<string, string>("planning." + p.Key, DurationText.Exact(p.Value)));

    private static TimeSpan RoundUp(double seconds)
    {
        foreach (var minutes in BinMinutes)
        {
            if (minutes * 60 >= seconds)
            {
                return TimeSpan.FromMinutes(minutes);
            }
        }

        return TimeSpan.FromHours(Math.Ceiling(seconds / 3600));
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
