namespace SageServe.Routing.Tests;

public sealed class DeferralTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_000_000);

    private static ReleaseFacts Facts(double kv, double pressure = 0, int ready = 3, long waiting = 1000) =>
        new(Now, waiting, new Utilization(kv), new Pressure(pressure), ready, Now - TimeSpan.FromMinutes(1), Now + TimeSpan.FromHours(23), 10);

    [Theory]
    [InlineData(0.49, 6, ReasonCode.UtilizationBelowLow)]
    [InlineData(0.50, 3, ReasonCode.UtilizationBelowHigh)]
    [InlineData(0.59, 3, ReasonCode.UtilizationBelowHigh)]
    [InlineData(0.60, 0, ReasonCode.UtilizationAboveHigh)]
    [InlineData(1.00, 0, ReasonCode.UtilizationAboveHigh)]
    public void Release_follows_the_paper(double kv, int count, ReasonCode reason) =>
        Assert.Equal(new ReleaseDecision(count, false, reason), ReleasePolicy.Decide(Facts(kv), new ReleaseOptions()));

    [Fact]
    public void Never_more_than_wait_or_than_one_input_may_offer()
    {
        Assert.Equal(4, ReleasePolicy.Decide(Facts(0.1, waiting: 4), new ReleaseOptions()).Count);
        Assert.Equal(0, ReleasePolicy.Decide(Facts(0.1, waiting: 0), new ReleaseOptions()).Count);
        Assert.Equal(FlowLimits.MaxOffered, ReleasePolicy.Decide(Facts(0.1), new ReleaseOptions { Grain = 1000 }).Count);
    }

    [Fact]
    public void Pressure_stops_all_but_late_items()
    {
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.NoRoom), ReleasePolicy.Decide(Facts(0.1, pressure: 1), new ReleaseOptions()));
        var late = Facts(0.9, pressure: 3) with { EarliestDeadline = Now + TimeSpan.FromSeconds(29) };
        Assert.Equal(new ReleaseDecision(3, true, ReasonCode.DeadlinePromotion), ReleasePolicy.Decide(late, new ReleaseOptions()));
        Assert.False(ReleasePolicy.Decide(late with { EarliestDeadline = Now + TimeSpan.FromSeconds(31) }, new ReleaseOptions()).Urgent);
    }

    [Fact]
    public void Items_older_than_ten_hours_are_promoted()
    {
        var old = Facts(0.9) with { OldestEnqueuedAt = Now - TimeSpan.FromHours(10.1) };
        Assert.True(ReleasePolicy.Decide(old, new ReleaseOptions()).Urgent);
        Assert.Equal(1, ReleasePolicy.Decide(old with { ReadyReplicas = 0 }, new ReleaseOptions()).Count);
    }

    [Fact]
    public void Without_a_ready_replica_nothing_goes() =>
        Assert.Equal(ReasonCode.NoReadyReplica, ReleasePolicy.Decide(Facts(0, ready: 0), new ReleaseOptions()).Reason);

    [Fact]
    public void Offered_work_is_placed_or_given_back_and_never_held()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var offered = Enumerable.Range(0, 6).Select(_ => bench.Request(500, 500, ServiceTier.NonInteractive, 86400)).ToArray();
        var effects = bench.Offer(offered);
        Assert.Equal(offered.Select(o => o.Id), effects.Select(e => e.Request!.Id));

        // Deferred work may fill half of the bound of 8 s.
        Assert.Equal(4, effects.Count(e => e.Kind == FlowEffectKind.Forward));
        Assert.Equal(2, effects.Count(e => e.Kind == FlowEffectKind.Evict && e.Reasons.Contains(ReasonCode.NoRoom)));
        Assert.Equal(FlowEffectKind.Forward, bench.Arrive(bench.Request(500, 500))[0].Kind);
    }

    [Fact]
    public void Offered_work_goes_to_a_region_with_room()
    {
        var bench = new FlowBench();
        bench.Other(TestCatalog.West).Publish();
        var effect = Assert.Single(bench.Offer(bench.Request(tier: ServiceTier.NonInteractive, deadlineIn: 86400)));
        Assert.Equal(FlowEffectKind.Relay, effect.Kind);
        Assert.True(effect.Reasons.Contains(ReasonCode.ReleasedFromQueue));
    }

    [Fact]
    public void Offered_work_does_not_overtake_interactive_work_that_waits()
    {
        var bench = new FlowBench();
        bench.Publish();
        bench.Arrive(bench.Request());
        Assert.Equal(FlowEffectKind.Evict, Assert.Single(bench.Offer(bench.Request(tier: ServiceTier.NonInteractive, deadlineIn: 86400))).Kind);
    }

    [Fact]
    public void Offered_work_that_fails_goes_elsewhere_or_back_to_its_queue()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var item = bench.Request(tier: ServiceTier.NonInteractive, deadlineIn: 86400);
        bench.Offer(item);
        Assert.Equal(FlowEffectKind.Forward, Assert.Single(bench.End(item, AttemptOutcome.ConnectFailed)).Kind);
        Assert.Equal(FlowEffectKind.Evict, Assert.Single(bench.End(item, AttemptOutcome.ConnectFailed)).Kind);
    }

    [Fact]
    public void Shutdown_gives_offered_work_back()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Simple(FlowInputKind.ShutdownBegan);
        Assert.Equal("shutting-down", Assert.Single(bench.Offer(bench.Request(tier: ServiceTier.NonInteractive))).Reasons.ToString());
    }
}
