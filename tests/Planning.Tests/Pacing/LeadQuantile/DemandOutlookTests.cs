namespace SageServe.Planning.Tests;

public sealed class DemandOutlookTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DeploymentId Home = new(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly OutlookTerms Terms = new(0.9, Window: 1, Lead: 6, Keep: 11, Memory: 600);

    [Fact]
    public void A_course_that_proves_itself_starts_one_lead_before_a_rise_and_keeps_until_stopping_pays()
    {
        var (history, outlook) = Run(400, Square, at => Square((int)((at - TestWorld.Start) / Minute)));
        Assert.True(outlook.FollowsForecast);

        // The rise comes at minute 420: six minutes of lead see it from 414 on, eleven of keeping from 409 on.
        for (var minute = 400; minute < 420; minute++)
        {
            Feed(history, outlook, minute, Square, at => Square((int)((at - TestWorld.Start) / Minute)));
            Assert.Equal(minute >= 414, outlook.AtLead > 2000);
            Assert.True(minute < 410 || outlook.ToKeep > 2000, $"{outlook.ToKeep} at {minute}");
        }
    }

    [Fact]
    public void Without_a_course_the_level_and_its_errors_tell()
    {
        var (_, outlook) = Run(400, _ => 500, _ => null);
        Assert.False(outlook.FollowsForecast);
        Assert.Equal((500, 500, 500, 500), (outlook.Level, outlook.Expected, Math.Round(outlook.AtLead, 6), Math.Round(outlook.ToKeep, 6)));
    }

    [Fact]
    public void It_learns_from_the_history_at_first_sight_and_bins_that_are_missing_stay_missing()
    {
        var history = new DemandHistory(Minute, TimeSpan.FromDays(1));
        history.Absorb([.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, Home.Region), TestWorld.Start, TestWorld.Start + Minute * 300, i => i % 10 == 0 ? 720 : 500).Where((_, i) => i is < 100 or >= 200)]);
        var outlook = new DemandOutlook(Home, TierSet.Interactive, Terms with { Quantile = 0.95, Window = 10 });
        outlook.Follow(history, _ => null);

        // One minute in ten brings 720, so the 95 % quantile does.
        Assert.InRange(outlook.AtLead, 700, 740);
    }

    private static double Square(int minute) => minute / 20 % 2 == 0 ? 1000 : 3000;

    private static (DemandHistory History, DemandOutlook Outlook) Run(int minutes, Func<int, double> demand, Func<Instant, double?> forecast)
    {
        var history = new DemandHistory(Minute, TimeSpan.FromDays(1));
        var outlook = new DemandOutlook(Home, TierSet.Interactive, Terms);
        for (var minute = 0; minute < minutes; minute++)
        {
            Feed(history, outlook, minute, demand, forecast);
        }

        return (history, outlook);
    }

    /// <summary>The bin of one minute, as the tick after it sees it.</summary>
    private static void Feed(DemandHistory history, DemandOutlook outlook, int minute, Func<int, double> demand, Func<Instant, double?> forecast)
    {
        var at = TestWorld.Start + Minute * minute;
        history.Absorb([.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, Home.Region), at, at + Minute, _ => demand(minute))]);
        outlook.Follow(history, forecast);
    }
}
