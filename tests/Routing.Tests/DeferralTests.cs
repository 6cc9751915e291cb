namespace SageServe.Routing.Tests;

public sealed class DeferralTests
{
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
