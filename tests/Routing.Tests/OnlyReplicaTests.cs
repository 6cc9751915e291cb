namespace SageServe.Routing.Tests;

/// <summary>A request that refers to what one replica keeps.</summary>
public sealed class OnlyReplicaTests
{
    [Fact]
    public void It_goes_there_whatever_that_costs_and_says_why()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 3).Publish();
        var forward = Assert.Single(bench.Arrive(Bound(bench, "b")));
        Assert.Equal("b", forward.Instance.Value);
        Assert.True(forward.Reasons.Contains(ReasonCode.StoredResponse));
        Assert.False(Assert.Single(bench.Arrive(bench.Request())).Reasons.Contains(ReasonCode.StoredResponse));
    }

    [Fact]
    public void While_it_waits_for_its_replica_others_go_past_it()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var running = bench.Fill();
        bench.Replica("b").Publish();
        var bound = Bound(bench, "a");
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bound)[0].Kind);

        // Behind it in the queue, and room on the other replica.
        Assert.Contains(bench.Arrive(bench.Request()), e => e.Kind == FlowEffectKind.Forward && e.Instance.Value == "b");
        var after = bench.End(running[0], AttemptOutcome.Succeeded, 100);
        Assert.Contains(after, e => e.Kind == FlowEffectKind.Forward && e.Request!.Id == bound.Id && e.Instance.Value == "a");
    }

    [Fact]
    public void When_its_attempt_fails_no_other_replica_gets_it()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var bound = Bound(bench, "a");
        bench.Arrive(bound);
        Assert.DoesNotContain(bench.End(bound, AttemptOutcome.ConnectFailed), e => e.Kind is FlowEffectKind.Forward or FlowEffectKind.Relay);
    }

    private static InferenceRequest Bound(FlowBench bench, string replica) => bench.Request() with { OnlyReplica = new InstanceId(replica), AllowedRegions = [TestCatalog.East] };
}
