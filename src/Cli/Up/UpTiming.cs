using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>
/// Planning's periods on the envelope clock, stretched where the clock runs so fast that real scraping, solving and starting could not
/// keep up with the paper's.
/// </summary>
internal sealed record UpTiming(TimeSpan DemandBin, TimeSpan PaceInterval, TimeSpan PlanInterval, TimeSpan CoolDown, TimeSpan StaleAfter)
{
    private static readonly int[] BinMinutes = [1, 2, 3, 5, 6, 10, 15, 20, 30, 60];

    /// <param name="speed">Envelope seconds per second.</param>
    public static UpTiming For(double speed)
    {
        // A bin must outlast several scrapes, which take place once a second.
        var bin = RoundUp(2.5 * speed);
        var pace = RoundUp(1.2 * speed);
        var plan = RoundUp(18 * speed);
        return new UpTiming(bin, pace, plan > TimeSpan.FromHours(1) ? plan : RoundUp(Math.Min(3600, Math.Max(900, 18 * speed))), pace, Longer(TimeSpan.FromMinutes(5), 3 * bin));
    }

    /// <summary>The planner's options with these periods.</summary>
    public PlanningOptions ToPlanning(string strategy) => new()
    {
        Strategy = strategy,
        DemandBin = DemandBin,
        PaceInterval = PaceInterval,
        PlanInterval = PlanInterval,
        CoolDown = CoolDown,
        StaleAfter = StaleAfter,
        SolveSeconds = 2,
    };

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
