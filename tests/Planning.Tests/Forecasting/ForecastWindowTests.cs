namespace SageServe.Planning.Tests;

public sealed class ForecastWindowTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_window_runs_from_its_start_for_one_interval()
    {
        var window = ForecastWindow.Of(TestWorld.Start, TestWorld.Start, Step, new PlanningOptions());
        Assert.Equal(new ForecastWindow(Lead: 2, Horizon: 8, Stride: 6), window);
    }

    [Fact]
    public void Old_demand_lengthens_the_horizon_and_partly_covered_steps_count()
    {
        var window = ForecastWindow.Of(TestWorld.Start + TimeSpan.FromMinutes(3), TestWorld.Start, Step, new PlanningOptions());
        Assert.Equal(new ForecastWindow(Lead: 2, Horizon: 9, Stride: 6), window);
    }

    [Fact]
    public void Very_old_demand_has_a_bounded_horizon()
    {
        var window = ForecastWindow.Of(TestWorld.Start + TimeSpan.FromDays(100), TestWorld.Start, Step, new PlanningOptions());
        Assert.Equal(ForecastWindow.HorizonMax, window.Horizon);
        Assert.True(window.Lead < window.Horizon);
    }
}
