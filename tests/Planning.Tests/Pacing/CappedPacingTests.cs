namespace SageServe.Planning.Tests;

public sealed class CappedPacingTests
{
    [Theory]

    // Paper: the target is a cap; out only above 70 %, in only below 30 %.
    [InlineData(3, 0.71, 5, 0, false, null, 4, "load-high")]
    [InlineData(3, 0.70, 5, 0, false, null, 3, "load-within")]
    [InlineData(3, 0.30, 1, 1, false, null, 3, "load-within")]
    [InlineData(3, 0.29, 1, 1, false, null, 2, "load-low")]
    [InlineData(5, 0.80, 5, 5, false, null, 5, "at-cap")]
    [InlineData(3, 0.10, 5, 0, false, null, 3, "at-target")]
    [InlineData(8, 0.01, 1, 1, false, null, 7, "load-low")]
    [InlineData(5, 0.99, 5, 5, false, null, 5, "at-cap")]
    [InlineData(2, 0.50, 5, 5, false, null, 2, "load-within")]
    [InlineData(4, 0.35, 2, 2, false, null, 4, "load-within")]

    // In LT-UA, in the last 20 minutes, demand of 5 times (half) its forecast passes the cap (the floor).
    [InlineData(5, 0.80, 5, 5, true, 5.0, 6, "override-high")]
    [InlineData(5, 0.80, 5, 5, true, 4.9, 5, "at-cap")]
    [InlineData(5, 0.80, 5, 5, false, 9.0, 5, "at-cap")]
    [InlineData(5, 0.20, 5, 5, true, 0.5, 4, "override-low")]
    [InlineData(5, 0.20, 5, 5, true, 0.51, 5, "at-target")]
    [InlineData(5, 0.20, 5, 5, false, 0.1, 5, "at-target")]
    [InlineData(5, 0.50, 5, 5, true, 0.1, 5, "load-within")]
    public void The_papers_rules_hold_to_the_letter(int current, double load, int target, int due, bool nearNextPlan, double? ratio, int expected, string reason)
    {
        var exact = new PlanningOptions { PaperExact = true };
        var facts = Facts(current, load, new PaceTarget(target, due), nearNextPlan, ratio);
        var ltUa = Policy(exact).Propose(facts);
        Assert.Equal((expected, reason), (ltUa.Replicas, ltUa.Reason));
        Assert.EndsWith(".", ltUa.Detail, StringComparison.Ordinal);

        // LT-U is the same without the override.
        var ltU = Policy(exact with { Strategy = "lt-u" }).Propose(facts);
        Assert.Equal(Policy(exact).Propose(facts with { IsNearNextPlan = false }), ltU);
    }

    [Theory]

    // What the forecast needs within a cold start begins at once, but never above the cap.
    [InlineData(2, 0.10, 5, 4, false, null, 4, "forecast-due")]
    [InlineData(2, 0.10, 3, 9, false, null, 3, "forecast-due")]

    // A forecast that demand has disproved is not due, else the stop of the override would be undone at the next tick.
    [InlineData(4, 0.20, 5, 5, true, 0.5, 3, "override-low")]
    [InlineData(4, 0.50, 5, 5, true, 0.5, 4, "load-within")]
    [InlineData(4, 0.20, 5, 5, false, 0.5, 5, "forecast-due")]

    // Load still expected above the window's peak keeps replicas until it has passed.
    [InlineData(6, 0.20, 2, 6, false, null, 6, "at-target")]

    // A load that stayed near full passes the cap at any minute.
    [InlineData(5, 0.95, 5, 5, false, null, 6, "cap-break")]

    // What neither plan nor forecast wants goes when the rest carries it well: 4 at 40 % are 3 at 53 %.
    [InlineData(4, 0.40, 2, 2, false, null, 3, "settle")]
    [InlineData(4, 0.42, 2, 2, false, null, 4, "load-within")]
    [InlineData(4, 0.40, 2, 4, false, null, 4, "load-within")]
    [InlineData(4, 0.40, 4, 2, false, null, 4, "load-within")]
    public void Our_additions_are_named_and_each_can_be_turned_off(int current, double load, int target, int due, bool nearNextPlan, double? ratio, int expected, string reason)
    {
        var facts = Facts(current, load, new PaceTarget(target, due), nearNextPlan, ratio);
        var proposal = Policy(new PlanningOptions()).Propose(facts);
        Assert.Equal((expected, reason), (proposal.Replicas, proposal.Reason));

        var off = Policy(new PlanningOptions { ForecastDue = false, CapBreakAbove = 1, SettleBelow = 0 }).Propose(facts);
        Assert.DoesNotContain(off.Reason, (string[])["forecast-due", "cap-break", "settle"]);
    }

    [Fact]
    public void The_cap_is_broken_by_one_replica_at_a_time_and_only_when_the_load_stays()
    {
        var policy = Policy(new PlanningOptions());
        var facts = Facts(5, 0.95, new PaceTarget(5, 5), false, null);
        Assert.Equal("cap-break", policy.Propose(facts).Reason);
        Assert.Equal("at-cap", policy.Propose(facts with { Pool = facts.Pool with { Ready = 4, Starting = 1 } }).Reason);
        Assert.Equal("at-cap", policy.Propose(facts with { Sustained = 0.9 }).Reason);
        Assert.Equal("at-cap", policy.Propose(facts with { Sustained = null }).Reason);
    }

    [Theory]

    // The window's peak wanted 6; from here on 4 will do: 6 at 40 % are 5 at 48 %.
    [InlineData(6, 0.40, 6, 4, 3, 5, "settle")]
    [InlineData(4, 0.40, 6, 4, 3, 4, "load-within")]
    [InlineData(6, 0.40, 6, 4, 6, 6, "load-within")]
    [InlineData(6, 0.10, 6, 4, 3, 4, "load-low")]
    [InlineData(5, 0.80, 6, 4, 3, 6, "load-high")]
    public void The_floor_falls_with_what_the_plan_still_expects_and_the_cap_stays(int current, double load, int target, int ahead, int due, int expected, string reason)
    {
        var facts = Facts(current, load, new PaceTarget(target, due) { Ahead = ahead }, false, null);
        Assert.Equal((expected, reason), Told(Policy(new PlanningOptions()).Propose(facts)));
        if (load < 0.5)
        {
            Assert.Equal(current, Policy(new PlanningOptions { PaperExact = true }).Propose(facts).Replicas);
        }
    }

    [Fact]
    public void Nearly_idle_pools_shrink_by_several_but_never_below_what_carries_the_load()
    {
        var policy = Policy(new PlanningOptions());
        Assert.Equal(1, policy.Propose(Facts(8, 0, new PaceTarget(1, 1), false, null)).Replicas);

        // 8 replicas at 25 % are 2 replicas' worth: at the middle of the band, 50 %, that takes 4.
        Assert.Equal(4, policy.Propose(Facts(8, 0.25, new PaceTarget(1, 1), false, null)).Replicas);
    }

    [Theory]
    [InlineData(0.9, 4, "load-high-no-plan")]
    [InlineData(0.1, 3, "no-plan")]
    public void Without_a_plan_load_may_start_replicas_and_nothing_stops(double load, int expected, string reason) =>
        Assert.Equal((expected, reason), Told(Policy(new PlanningOptions()).Propose(Facts(3, load, null, true, 0.1))));

    [Fact]
    public void An_unknown_load_moves_nothing_but_what_the_forecast_needs()
    {
        var policy = Policy(new PlanningOptions());
        Assert.Equal((3, "load-unknown"), Told(policy.Propose(Facts(3, null, new PaceTarget(1, 1), false, null))));
        Assert.Equal((4, "forecast-due"), Told(policy.Propose(Facts(3, null, new PaceTarget(5, 4), false, null))));
    }

    [Fact]
    public void The_papers_signal_is_KV_utilisation()
    {
        var facts = Facts(3, 0.9, new PaceTarget(5, 0), false, null) with { Pool = TestWorld.Facts(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), 3, kv: 0.5) };
        Assert.Equal("load-within", Policy(new PlanningOptions { PaperExact = true }).Propose(facts).Reason);
        Assert.Equal("load-high", Policy(new PlanningOptions()).Propose(facts).Reason);
    }

    private static IPacingPolicy Policy(PlanningOptions options) => PacingPolicies.Create(TestWorld.Catalog(), OptionsInForce.Of(options), new PacingMemory());

    private static (int, string) Told(PaceProposal proposal) => (proposal.Replicas, proposal.Reason);

    private static PaceFacts Facts(int current, double? load, PaceTarget? target, bool nearNextPlan, double? ratio) =>
        TestWorld.PaceFacts(TestWorld.Facts(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), current, kv: load ?? 0) with { KvUtilization = load is { } kv ? new Utilization(kv) : null }, load, target) with
        {
            IsNearNextPlan = nearNextPlan,
            ObservedOverForecast = ratio,
        };
}
