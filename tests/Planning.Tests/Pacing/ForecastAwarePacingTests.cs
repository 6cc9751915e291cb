namespace SageServe.Planning.Tests;

public sealed class ForecastAwarePacingTests
{
    private static readonly ForecastAwarePacing Policy = new(new PlanningOptions());

    [Theory]

    // Paper: the target is a cap; out only above 70 %, in only below 30 %.
    [InlineData(3, 0.71, 5, 0, false, null, 4, "load-high")]
    [InlineData(3, 0.70, 5, 0, false, null, 3, "load-within")]
    [InlineData(3, 0.30, 1, 1, false, null, 3, "load-within")]
    [InlineData(3, 0.29, 1, 1, false, null, 2, "load-low")]
    [InlineData(5, 0.80, 5, 5, false, null, 5, "at-cap")]
    [InlineData(3, 0.10, 5, 0, false, null, 3, "at-target")]

    // Paper: in the last 20 minutes demand of 5 times (half) its forecast passes the cap (the floor).
    [InlineData(5, 0.80, 5, 5, true, 5.0, 6, "override-high")]
    [InlineData(5, 0.80, 5, 5, true, 4.9, 5, "at-cap")]
    [InlineData(5, 0.80, 5, 5, false, 9.0, 5, "at-cap")]
    [InlineData(5, 0.20, 5, 5, true, 0.5, 4, "override-low")]
    [InlineData(5, 0.20, 5, 5, true, 0.51, 5, "at-target")]
    [InlineData(5, 0.20, 5, 5, false, 0.1, 5, "at-target")]

    // Ours: what the forecast needs within a cold start begins at once, but never above the cap.
    [InlineData(2, 0.10, 5, 4, false, null, 4, "forecast-due")]
    [InlineData(2, 0.10, 3, 9, false, null, 3, "forecast-due")]

    // Ours: a forecast that demand has disproved is not due, else the stop above would be undone at the next tick.
    [InlineData(4, 0.20, 5, 5, true, 0.5, 3, "override-low")]
    [InlineData(4, 0.50, 5, 5, true, 0.5, 4, "load-within")]
    [InlineData(4, 0.20, 5, 5, false, 0.5, 5, "forecast-due")]

    // Ours: load still expected above the window's peak keeps replicas until it has passed.
    [InlineData(6, 0.20, 2, 6, false, null, 6, "at-target")]

    // The released code's rule: near full, the cap is passed at any minute.
    [InlineData(5, 0.95, 5, 5, false, null, 6, "cap-break")]
    public void The_rules_are_the_papers_and_ours_are_named(
        int current, double load, int target, int due, bool nearNextPlan, double? ratio, int expected, string reason)
    {
        var proposal = Policy.Propose(Facts(current, load, new PaceTarget(target, due), nearNextPlan, ratio));
        Assert.Equal((expected, reason), (proposal.Replicas, proposal.Reason));
        Assert.EndsWith(".", proposal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cap_is_broken_by_one_replica_at_a_time()
    {
        var facts = Facts(5, 0.95, new PaceTarget(5, 5), false, null);
        Assert.Equal("cap-break", Policy.Propose(facts).Reason);
        Assert.Equal("at-cap", Policy.Propose(facts with { Pool = facts.Pool with { Ready = 4, Starting = 1 } }).Reason);
    }

    [Fact]
    public void Nearly_idle_pools_shrink_by_several_but_never_below_what_carries_the_load()
    {
        Assert.Equal(1, Policy.Propose(Facts(8, 0, new PaceTarget(1, 1), false, null)).Replicas);

        // 8 replicas at 25 % are 2 replicas' worth: at the middle of the band, 50 %, that takes 4.
        Assert.Equal(4, Policy.Propose(Facts(8, 0.25, new PaceTarget(1, 1), false, null)).Replicas);
    }

    [Theory]
    [InlineData(0.9, 4, "load-high-no-plan")]
    [InlineData(0.1, 3, "no-plan")]
    public void Without_a_plan_load_may_start_replicas_and_nothing_stops(double load, int expected, string reason)
    {
        var proposal = Policy.Propose(Facts(3, load, null, true, 0.1));
        Assert.Equal((expected, reason), (proposal.Replicas, proposal.Reason));
    }

    [Fact]
    public void An_unknown_load_moves_nothing_but_what_the_forecast_needs()
    {
        Assert.Equal((3, "load-unknown"), Told(Facts(3, null, new PaceTarget(1, 1), false, null)));
        Assert.Equal((4, "forecast-due"), Told(Facts(3, null, new PaceTarget(5, 4), false, null)));

        static (int, string) Told(PaceFacts facts) => Policy.Propose(facts) is var p ? (p.Replicas, p.Reason) : default;
    }

    private static PaceFacts Facts(int current, double? load, PaceTarget? target, bool nearNextPlan, double? ratio) => new()
    {
        Pool = TestWorld.Facts(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), current),
        Load = load,
        Target = target,
        IsNearNextPlan = nearNextPlan,
        ObservedOverForecast = ratio,
    };
}
