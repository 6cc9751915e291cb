namespace SageServe.Planning.Tests;

public sealed class PlanInForceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private static readonly RegionId East = TestWorld.Regions[1];
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, East);

    [Fact]
    public void What_is_due_is_the_targets_share_of_the_load_within_the_horizon()
    {
        // Load rises 100, 200 ... 800; the window is steps 2 to 7, so the target of 8 stands for 800.
        var plan = Plan(target: 8, [100, 200, 300, 400, 500, 600, 700, 800]);

        Assert.Equal(new PaceTarget(8, 1), plan.For(Pool, TierSet.All, TestWorld.Start, TimeSpan.FromMinutes(5)));
        Assert.Equal(new PaceTarget(8, 3), plan.For(Pool, TierSet.All, TestWorld.Start + Step, TimeSpan.FromMinutes(10)));
        Assert.Equal(new PaceTarget(8, 8), plan.For(Pool, TierSet.All, TestWorld.Start + Step * 9, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Load_before_the_window_may_be_due_above_the_target()
    {
        var plan = Plan(target: 2, [900, 800, 300, 300, 300, 300, 300, 300]);
        Assert.Equal(new PaceTarget(2, 4) { Ahead = 4 }, plan.For(Pool, TierSet.All, TestWorld.Start, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void What_lies_ahead_falls_with_the_forecast_within_the_interval()
    {
        // The window begins at step 2 with its peak of 800.
        var plan = Plan(target: 8, [100, 100, 800, 700, 500, 300, 200, 200]);
        Assert.Equal([8, 7, 3, 2], new[] { 2, 3, 5, 7 }.Select(i => plan.For(Pool, TierSet.All, TestWorld.Start + Step * i, Step)!.Value.Ahead));
    }

    [Fact]
    public void An_expired_plan_and_an_unknown_pool_have_no_target()
    {
        var plan = Plan(target: 2, [1, 1, 1, 1, 1, 1, 1, 1]);
        Assert.Null(plan.For(Pool, TierSet.All, TestWorld.Start + TimeSpan.FromHours(2), Step));
        Assert.Null(plan.For(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), TierSet.All, TestWorld.Start, Step));
    }

    [Fact]
    public void What_was_expected_is_the_mean_of_the_steps_and_null_outside_the_plan()
    {
        var plan = Plan(target: 2, [10, 20, 30, 40, 50, 60, 70, 80]);
        Assert.Equal(15, plan.Expected(Pool, TierSet.All, TestWorld.Start, TestWorld.Start + Step * 2));
        Assert.Null(plan.Expected(Pool, TierSet.All, TestWorld.Start - Step, TestWorld.Start));
        Assert.Null(plan.Expected(Pool, TierSet.All, TestWorld.Start + Step * 8, TestWorld.Start + Step * 9));
    }

    private static PlanInForce Plan(int target, double[] load) => new(
        TestWorld.Start,
        TestWorld.Start + TimeSpan.FromHours(2),
        new Dictionary<PoolId, int> { [Pool] = target },
        new DemandForecast([], [TestWorld.Forecast(new ForecastWindow(2, load.Length, 6), Step, (East, load))]));
}
