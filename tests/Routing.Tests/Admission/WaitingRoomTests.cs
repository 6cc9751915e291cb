namespace SageServe.Routing.Tests;

public sealed class WaitingRoomTests
{
    private static readonly DeploymentId Deployment = new(TestCatalog.Model, TestCatalog.East);

    /// <summary>From zero replicas a client needs an answer that says when, not a hang or a bare 503 (kthena, issue 1019).</summary>
    [Fact]
    public void Kthena1019_scaling_from_zero_is_waited_for_or_tells_when_to_come_back()
    {
        var bench = Idle();
        var refused = Assert.Single(bench.Arrive(bench.Request()));
        Assert.Equal((503, RequestOutcome.NoReplica, 30.0), (refused.Status, refused.Outcome, refused.RetryAfter.TotalSeconds));
        Assert.Equal("no-ready-replica", refused.Reasons.ToString());

        // The plan starts one: it serves in 40 s. The fast tier's limit is 5 s, the normal one's a minute.
        Plan(bench, seconds: 40);
        var tooLate = Assert.Single(bench.Arrive(bench.Request()));
        Assert.Equal((503, 40.0), (tooLate.Status, tooLate.RetryAfter.TotalSeconds));
        Assert.Equal("no-ready-replica,capacity-warming,warms-too-late", tooLate.Reasons.ToString());
        var normal = bench.Request(tier: ServiceTier.InteractiveNormal, deadlineIn: 60);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(normal)[0].Kind);

        bench.Pass(36);
        var fast = bench.Request();
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(fast)[0].Kind);
        Assert.Equal([fast, normal], bench.Replica("a").Publish().Where(e => e.Kind == FlowEffectKind.Forward).Select(e => e.Request));
    }

    /// <summary>Replicas that are away for a moment are waited for instead of failing (litellm, issues 3646 and 7669).</summary>
    [Fact]
    public void Litellm3646_7669_a_cool_down_is_waited_out_instead_of_failing()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Pass(60);
        bench.Replica("a").Publish();
        bench.Pass(1);
        bench.Replica("a", InstancePhase.Lost).Publish();
        var request = bench.Request(tier: ServiceTier.InteractiveNormal, deadlineIn: 60);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(request)[0].Kind);
        bench.Pass(5);
        Assert.Same(request, bench.Replica("a").Publish().Single(e => e.Kind == FlowEffectKind.Forward).Request);

        // Away for longer than it may be expected back, with nothing on its way: no use in waiting.
        bench.Replica("a", InstancePhase.Lost).Publish();
        bench.Pass(10);
        Assert.Equal((FlowEffectKind.Reject, 503), bench.Arrive(bench.Request()) is [var only] ? (only.Kind, only.Status) : default);
    }

    [Fact]
    public void Without_a_plan_starting_replicas_count_by_the_catalogs_cold_start()
    {
        var bench = Idle();
        bench.Replica("a", InstancePhase.Starting).Publish();
        Assert.Equal(300, Assert.Single(bench.Arrive(bench.Request())).RetryAfter.TotalSeconds);
        bench.Pass(260);
        bench.Replica("a", InstancePhase.Starting).Replica("b", InstancePhase.Starting).Publish();
        Assert.Equal(40, Assert.Single(bench.Arrive(bench.Request())).RetryAfter.TotalSeconds);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(tier: ServiceTier.InteractiveNormal))[0].Kind);

        // Overdue ones may come at any moment.
        bench.Pass(50);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request())[0].Kind);
    }

    [Fact]
    public void A_gateway_that_has_just_begun_refuses_nobody_for_what_it_has_not_seen()
    {
        var bench = new FlowBench();
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request())[0].Kind);
        bench.Publish();
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request())[0].Kind);
    }

    [Fact]
    public void Retry_after_counts_what_other_gateways_of_the_region_hold()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { MaxHeld = 10, Gateways = 2 });
        bench.Replica("a").Publish();
        bench.Fill();
        for (var i = 0; i < 10; i++)
        {
            bench.Arrive(bench.Request(500, 500));
        }

        Assert.Equal(20, Assert.Single(bench.Arrive(bench.Request(500, 500))).RetryAfter.TotalSeconds, 3);
    }

    /// <summary>Nothing has served for long, and nothing is on its way.</summary>
    private static FlowBench Idle()
    {
        var bench = new FlowBench();
        bench.Publish();
        bench.Pass(10);
        bench.Publish();
        return bench;
    }

    private static void Plan(FlowBench bench, double seconds) => bench.Advice(
        new PlanAdvice(1, bench.Now, bench.Now + TimeSpan.FromHours(1), [], [new WarmingCapacity(Deployment, 1, bench.Now + TimeSpan.FromSeconds(seconds))])).Publish();
}
