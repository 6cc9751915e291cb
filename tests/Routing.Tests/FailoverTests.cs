namespace SageServe.Routing.Tests;

public sealed class FailoverTests
{
    [Theory]
    [InlineData(AttemptOutcome.ConnectFailed)]
    [InlineData(AttemptOutcome.UpstreamRefused)]
    [InlineData(AttemptOutcome.BrokenBeforeFirstByte)]
    public void A_failure_before_the_first_byte_goes_to_a_replica_not_tried_yet(AttemptOutcome outcome)
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 30).Publish();
        var request = bench.Request();
        Assert.Equal("a", bench.Arrive(request)[0].Instance.Value);
        var retry = Assert.Single(bench.End(request, outcome));
        Assert.Equal((FlowEffectKind.Forward, "b", 2), (retry.Kind, retry.Instance.Value, retry.Attempt));
        Assert.True(retry.Reasons.Contains(ReasonCode.RetryAfterFailure));
        Assert.Equal(0, bench.Flow.Read(bench.Now).Work[0].Seconds);
    }

    [Theory]
    [InlineData(AttemptOutcome.BrokenAfterFirstByte, RequestOutcome.StreamBroken)]
    [InlineData(AttemptOutcome.Succeeded, RequestOutcome.Completed)]
    [InlineData(AttemptOutcome.ClientLeft, RequestOutcome.ClientLeft)]
    [InlineData(AttemptOutcome.RefusedAsInvalid, RequestOutcome.Invalid)]
    [InlineData(AttemptOutcome.Cancelled, RequestOutcome.Evicted)]
    public void Other_ends_are_final(AttemptOutcome outcome, RequestOutcome expected)
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        var finish = Assert.Single(bench.End(request, outcome));
        Assert.Equal((FlowEffectKind.Finish, expected), (finish.Kind, finish.Outcome));
        Assert.Empty(bench.End(request, outcome));
    }

    [Fact]
    public void Nothing_is_retried_after_a_byte_reached_the_client()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        bench.Progress(request, 1);
        Assert.Equal(RequestOutcome.StreamBroken, Assert.Single(bench.End(request, AttemptOutcome.BrokenBeforeFirstByte)).Outcome);
    }

    [Fact]
    public void A_time_out_is_504_before_the_first_byte_and_an_end_after_it()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var (silent, streaming) = (bench.Request(), bench.Request());
        bench.Arrive(silent);
        bench.Arrive(streaming);
        bench.Progress(streaming, 3);
        Assert.Equal((FlowEffectKind.Reject, 504), (bench.End(silent, AttemptOutcome.TimedOut)[0].Kind, bench.Effects[0].Status));
        Assert.Equal((FlowEffectKind.Finish, RequestOutcome.TimedOut), (bench.End(streaming, AttemptOutcome.TimedOut)[0].Kind, bench.Effects[0].Outcome));
    }

    [Fact]
    public void Attempts_are_limited()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Replica("c").Replica("d").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        Assert.Equal(FlowEffectKind.Forward, bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind);
        Assert.Equal(FlowEffectKind.Forward, bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind);
        var reject = Assert.Single(bench.End(request, AttemptOutcome.ConnectFailed));
        Assert.Equal((FlowEffectKind.Reject, 502, RequestOutcome.UpstreamFailed), (reject.Kind, reject.Status, reject.Outcome));
        Assert.True(reject.Reasons.Contains(ReasonCode.AttemptsExhausted));
    }

    [Fact]
    public void When_every_replica_was_tried_and_none_is_coming_the_client_hears_at_once()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        Assert.Equal((FlowEffectKind.Reject, 503), (bench.End(request, AttemptOutcome.UpstreamRefused)[0].Kind, bench.Effects[0].Status));
    }

    [Fact]
    public void When_every_replica_was_tried_but_one_is_starting_the_request_waits_for_it()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", InstancePhase.Starting).Publish();
        var request = bench.Request();
        bench.Arrive(request);
        Assert.Equal(FlowEffectKind.Hold, bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind);
        Assert.Equal("b", Assert.Single(bench.Replica("b").Publish()).Instance.Value);
    }

    [Fact]
    public void Another_region_comes_last()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Replica("b", kv: 0.9).Other(TestCatalog.West, kv: 0.95).Publish();
        var request = bench.Request();
        bench.Arrive(request);
        Assert.Equal(FlowEffectKind.Forward, bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind);
        Assert.Equal(FlowEffectKind.Relay, bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind);
    }

    [Fact]
    public void The_retry_budget_has_a_floor_and_refills_within_a_minute()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { RetryFloor = 2, RetryBudget = 0 });
        bench.Replica("a").Replica("b").Publish();
        var kinds = new List<ReasonSet>();
        for (var i = 0; i < 3; i++)
        {
            var request = bench.Request();
            bench.Arrive(request);
            kinds.Add(bench.End(request, AttemptOutcome.ConnectFailed)[0].Reasons);
            bench.Leave(request);
        }

        Assert.Equal([false, false, true], kinds.Select(k => k.Contains(ReasonCode.RetryBudgetSpent)));
        bench.Pass(61);
        var later = bench.Request();
        bench.Arrive(later);
        Assert.Equal(FlowEffectKind.Forward, bench.End(later, AttemptOutcome.ConnectFailed)[0].Kind);
    }

    [Fact]
    public void A_share_of_the_attempts_may_be_retries()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { RetryFloor = 0, RetryBudget = 0.2 });
        bench.Replica("a").Replica("b").Publish();
        var retried = 0;
        for (var i = 0; i < 100; i++)
        {
            var request = bench.Request();
            bench.Arrive(request);
            retried += bench.End(request, AttemptOutcome.ConnectFailed)[0].Kind == FlowEffectKind.Forward ? 1 : 0;
            bench.Leave(request);
        }

        Assert.InRange(retried, 20, 26);
    }

    [Fact]
    public void A_dead_replica_does_not_attract_requests_by_being_idle()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 30).Publish();
        var victim = bench.Request();
        bench.Arrive(victim);
        bench.End(victim, AttemptOutcome.ConnectFailed);
        Assert.Equal("b", bench.Arrive(bench.Request())[0].Instance.Value);

        // Metrics younger than the failure, and the time to avoid it, bring it back.
        bench.Pass(0.6);
        Assert.Equal("b", bench.Arrive(bench.Request())[0].Instance.Value);
        bench.Replica("a").Replica("b", running: 30).Publish();
        Assert.Equal("a", bench.Arrive(bench.Request())[0].Instance.Value);
    }

    [Fact]
    public void A_client_that_left_is_not_retried()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        Assert.Equal(RequestOutcome.ClientLeft, Assert.Single(bench.Leave(request)).Outcome);
        Assert.Empty(bench.End(request, AttemptOutcome.ConnectFailed));
        Assert.Equal(0, bench.Flow.Read(bench.Now).Work[0].Requests);
    }
}
