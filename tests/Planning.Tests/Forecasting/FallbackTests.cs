namespace SageServe.Planning.Tests;

/// <summary>A forecast that loses to the last value gives way to reactive pacing, says so, and takes over again.</summary>
public sealed class FallbackTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly DemandSeriesId Series = TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]);

    [Fact]
    public void The_plan_is_not_followed_while_the_forecast_loses_and_is_again_when_it_wins()
    {
        // The daily shape alone is asked. After a week that has one, every day's shape is another: the last value does better. Then it returns.
        var random = new RandomStream(7);
        var core = new PlanningCore(TestWorld.Catalog(), new PlanningOptions { DemandBin = TenMinutes, Forecaster = "seasonal-naive-day", StudyEvery = TimeSpan.Zero });
        var tick = core.FirstTick(TestWorld.Start);
        var told = TestWorld.Start - TimeSpan.FromDays(7);
        var fellBack = new List<bool>();
        for (var hour = 0; hour < 24 * 9; hour++)
        {
            var now = TestWorld.Start + Hour * hour;
            var bins = new List<DemandBin>();
            for (; told < now; told += TenMinutes)
            {
                bins.Add(new DemandBin(Series, told, TenMinutes, Rate(told, random), 1, 1));
            }

            tick = tick with { At = now, Kinds = TickKinds.Plan | TickKinds.Pace };
            var effects = core.OnTick(tick, new TickInput { Now = now, Demand = [.. bins], Pools = TestWorld.AllPools(TestWorld.Catalog(), 3, 0.9) });
            var forecast = effects.Plan!.Forecasts.Single();
            var pacing = effects.Diagnostics.Steps.Single(s => s.Stage == "pacing" && s.Subject == TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]).ToString());
            Assert.Equal(forecast.FallsBack, pacing.Reason.StartsWith("fallback-", StringComparison.Ordinal));
            Assert.Equal(forecast.FallsBack, effects.Diagnostics.Steps.Any(s => s.Reason == "loses-to-last-value"));
            fellBack.Add(forecast.FallsBack);
        }

        Assert.False(fellBack[0]);
        Assert.Contains(true, fellBack.Skip(24).Take(48));
        Assert.False(fellBack[^1]);
        Assert.InRange(fellBack.Zip(fellBack.Skip(1)).Count(p => p.First != p.Second), 2, 4);
    }

    private static double Rate(Instant at, RandomStream random)
    {
        var day = Math.Floor((at - TestWorld.Start) / TimeSpan.FromDays(1));
        var hours = (at - TestWorld.Start).TotalHours;
        var phase = day is >= 0 and < 3 ? 2 + day * 2 : 0;
        return 1000 * (1.2 + Math.Sin(2 * Math.PI * hours / 24 + phase)) * Math.Exp(0.02 * random.NextGaussian());
    }
}
