namespace SageServe.Routing.Tests;

/// <summary>Timeouts, and replicas that ask to be left alone.</summary>
public sealed class RestTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    [Fact]
    public void Litellm34399_A_replica_that_refuses_with_Retry_After_is_left_alone_that_long()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 30).Publish();
        var first = bench.Request();
        Assert.Equal("a", bench.Arrive(first)[0].Instance.Value);
        Assert.Equal("b", bench.End(first, AttemptOutcome.UpstreamRefused, rest: Rest)[0].Instance.Value);

        // Metrics that show it alive and idle change nothing before the time is over.
        bench.Pass(Rest.TotalSeconds - 0.001);
        bench.Replica("a").Replica("b", running: 30).Publish();
        Assert.Equal("b", bench.Arrive(bench.Request())[0].Instance.Value);
        bench.Pass(0.001);
        Assert.Equal("a", bench.Arrive(bench.Request())[0].Instance.Value);
    }

    [Fact]
    public void Litellm3646_While_every_replica_rests_a_request_waits_instead_of_failing()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var refused = bench.Request();
        bench.Arrive(refused);
        var reject = Assert.Single(bench.End(refused, AttemptOutcome.UpstreamRefused, rest: Rest));
        Assert.Equal((FlowEffectKind.Reject, 503), (reject.Kind, reject.Status));
        Assert.True(reject.RetryAfter >= Rest, $"{reject.RetryAfter}");

        var waiting = bench.Request();
        var hold = bench.Arrive(waiting).Single(e => e.Kind == FlowEffectKind.Hold);
        Assert.True(hold.Reasons.Contains(ReasonCode.UpstreamResting));
        bench.Pass(Rest.TotalSeconds);
        Assert.Contains(bench.Replica("a").Publish(), e => e.Kind == FlowEffectKind.Forward && e.Request == waiting);
    }

    [Fact]
    public void Litellm34399_A_region_that_refuses_with_Retry_After_is_not_asked_before_and_its_word_is_told_when_it_is_the_best()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { ReturnWithin = TimeSpan.Zero });
        bench.Other(TestCatalog.West).Publish();
        var first = bench.Request();
        Assert.Equal(FlowEffectKind.Relay, Assert.Single(bench.Arrive(first)).Kind);
        bench.End(first, AttemptOutcome.UpstreamRefused, rest: Rest);
        bench.Leave(first);
        Assert.Equal(Rest, bench.Arrive(bench.Request()).Single(e => e.Kind == FlowEffectKind.Reject).RetryAfter);

        // A younger summary, whatever it says, is no other word.
        bench.Pass(Rest.TotalSeconds - 1);
        bench.Other(TestCatalog.West).Publish();
        Assert.Equal(TimeSpan.FromSeconds(1), bench.Arrive(bench.Request()).Single(e => e.Kind == FlowEffectKind.Reject).RetryAfter);
        Assert.NotEqual(Rest, bench.Arrive(bench.Request(allowed: TestCatalog.East)).Single(e => e.Kind == FlowEffectKind.Reject).RetryAfter);
        bench.Pass(1);
        Assert.Equal(FlowEffectKind.Relay, Assert.Single(bench.Arrive(bench.Request())).Kind);
    }

    [Fact]
    public void A_wish_to_rest_is_believed_for_a_minute_at_most()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 30).Publish();
        var first = bench.Request();
        bench.Arrive(first);
        bench.End(first, AttemptOutcome.UpstreamRefused, rest: TimeSpan.FromDays(1));
        bench.Pass(60);
        bench.Replica("a").Replica("b", running: 30).Publish();
        Assert.Equal("a", bench.Arrive(bench.Request())[0].Instance.Value);
    }

    [Theory]
    [InlineData(AttemptOutcome.ConnectTimedOut, ReasonCode.ConnectTimeout)]
    [InlineData(AttemptOutcome.FirstTokenTimedOut, ReasonCode.FirstTokenTimeout)]
    [InlineData(AttemptOutcome.Hung, ReasonCode.ReplicaHung)]
    public void A_timeout_before_the_first_byte_goes_to_another_replica_and_says_which_limit_it_was(AttemptOutcome outcome, ReasonCode reason)
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b", running: 30).Publish();
        var request = bench.Request();
        bench.Arrive(request);
        var again = Assert.Single(bench.End(request, outcome));
        Assert.Equal((FlowEffectKind.Forward, "b"), (again.Kind, again.Instance.Value));
        Assert.True(again.Reasons.Contains(reason) && again.Reasons.Contains(ReasonCode.RetryAfterFailure));

        var last = Assert.Single(bench.End(request, outcome));
        Assert.True(last.Kind == FlowEffectKind.Reject && last.Reasons.Contains(reason), last.Reasons.ToString());
        Assert.Equal(outcome is AttemptOutcome.FirstTokenTimedOut or AttemptOutcome.Hung ? (504, RequestOutcome.TimedOut) : (502, RequestOutcome.UpstreamFailed), (last.Status, last.Outcome));
    }

    [Theory]
    [InlineData(AttemptOutcome.GapTimedOut, ReasonCode.GapTimeout)]
    [InlineData(AttemptOutcome.FirstTokenTimedOut, ReasonCode.FirstTokenTimeout)]
    [InlineData(AttemptOutcome.TimedOut, ReasonCode.TotalTimeout)]
    public void A_timeout_after_a_token_is_an_end(AttemptOutcome outcome, ReasonCode reason)
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var request = bench.Request();
        bench.Arrive(request);
        bench.Progress(request, 1);
        var end = Assert.Single(bench.End(request, outcome, tokens: 1));
        Assert.Equal((FlowEffectKind.Finish, RequestOutcome.TimedOut), (end.Kind, end.Outcome));
        Assert.True(end.Reasons.Contains(reason) && end.Reasons.Contains(ReasonCode.FirstByteSent));
    }
}
