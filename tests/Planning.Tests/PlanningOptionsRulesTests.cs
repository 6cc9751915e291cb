namespace SageServe.Planning.Tests;

public sealed class PlanningOptionsRulesTests
{
    [Fact]
    public void Every_strategy_is_known_described_and_can_be_made()
    {
        Assert.Equal(["static", "reactive", "reactive-pressure", "reactive-tuned", "chiron", "lt-i", "lt-u", "lt-ua", "lead-quantile", "perfect-mean", "perfect-ordinary", "clairvoyant"], PlanningStrategies.All.Select(s => s.Name));
        foreach (var strategy in PlanningStrategies.All)
        {
            Assert.EndsWith(".", strategy.Description, StringComparison.Ordinal);
            Assert.Empty(PlanningOptionsRules.Check(new PlanningOptions { Strategy = strategy.Name }));
            var tick = new PlanningCore(TestWorld.Catalog(), new PlanningOptions { Strategy = strategy.Name }).FirstTick(TestWorld.Start);
            Assert.Equal(strategy.NeedsFuture, tick.FutureUntil is not null);
        }
    }

    [Fact]
    public void A_live_scaler_refuses_the_bounds_beside_everything_else()
    {
        var problems = PlanningOptionsRules.CheckLive(new PlanningOptions { Strategy = "clairvoyant", MaxStep = 0 });
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, p => p.Contains("only a simulation", StringComparison.Ordinal) && p.Contains("lt-ua", StringComparison.Ordinal));
        Assert.All(PlanningStrategies.Live, s => Assert.Empty(PlanningOptionsRules.CheckLive(new PlanningOptions { Strategy = s })));
        Assert.DoesNotContain("perfect-mean", PlanningStrategies.Live);
    }

    [Fact]
    public void What_is_wrong_with_a_strategys_own_options_is_told_with_its_name()
    {
        var problems = PlanningOptionsRules.Check(new PlanningOptions
        {
            Signal = "smoke",
            Forecaster = "tea-leaves",
            Reactive = new ReactiveOptions { Interval = TimeSpan.Zero },
            Tuned = new TunedOptions { TargetLoad = 0, UpPercent = 0, UpPods = 0 },
            Chiron = new ChironOptions { InBelow = 0.9 },
        });
        foreach (var words in (string[])["'smoke'", "'tea-leaves'", "Reactive.Interval", "Tuned.TargetLoad", "nor both 0", "Chiron.InBelow"])
        {
            Assert.Contains(problems, p => p.Contains(words, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_strategys_own_times_are_in_force()
    {
        Assert.Equal((15, 15), Seconds("reactive"));
        Assert.Equal((15, 15), Seconds("chiron"));
        Assert.Equal((15, 0), Seconds("reactive-tuned"));
        Assert.Equal((60, 120), Seconds("lt-ua"));
        Assert.Equal((60, 0), Seconds("lt-i"));

        static (double, double) Seconds(string strategy) =>
            OptionsInForce.Of(new PlanningOptions { Strategy = strategy }) is var o ? (o.PaceInterval.TotalSeconds, o.CoolDown.TotalSeconds) : default;
    }
}
