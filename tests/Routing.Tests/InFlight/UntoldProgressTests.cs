namespace SageServe.Routing.Tests;

public sealed class UntoldProgressTests
{
    private static readonly ModelFlowOptions PrefillBound = new() { ReplicaBoundSeconds = 1000, PrefillBoundSeconds = 0.5 };
    private readonly FlowBench _bench = new(PrefillBound);

    [Fact]
    public void A_call_that_does_not_stream_gives_its_prefill_back_when_it_must_be_done()
    {
        var (_, next) = OneAheadOfAnother(streaming: false);
        var wake = Assert.Single(_bench.Effects, e => e.Kind == FlowEffectKind.WakeAt);
        Assert.InRange((wake.Until - _bench.Now).TotalSeconds, 0.4, 0.6);

        _bench.Pass((wake.Until - _bench.Now).TotalSeconds);
        var released = Assert.Single(_bench.Simple(FlowInputKind.TimeReached), e => e.Kind == FlowEffectKind.Forward);
        Assert.Equal(next.Id, released.Request!.Id);
    }

    [Fact]
    public void A_stream_gives_it_back_with_its_first_token_and_not_before()
    {
        var (first, next) = OneAheadOfAnother(streaming: true);
        _bench.Pass(2);
        _bench.Replica("a").Publish();
        Assert.DoesNotContain(_bench.Effects, e => e.Kind == FlowEffectKind.Forward);
        Assert.Equal(next.Id, Assert.Single(_bench.Progress(first, 1), e => e.Kind == FlowEffectKind.Forward).Request!.Id);
    }

    [Fact]
    public void Nothing_is_guessed_of_a_call_that_the_engine_shows_waiting()
    {
        var (_, next) = OneAheadOfAnother(streaming: false);
        _bench.Pass(0.3);
        _bench.Replica("a", waiting: 1).Publish();
        _bench.Pass(1);
        Assert.DoesNotContain(_bench.Simple(FlowInputKind.TimeReached), e => e.Kind == FlowEffectKind.Forward);

        _bench.Replica("a", running: 1).Publish();
        _bench.Pass(0.5);
        Assert.Equal(next.Id, Assert.Single(_bench.Simple(FlowInputKind.TimeReached), e => e.Kind == FlowEffectKind.Forward).Request!.Id);
    }

    [Fact]
    public void Its_work_goes_down_with_time_and_one_token_stays_until_the_end()
    {
        _bench.Replica("a").Publish();
        var call = _bench.Request(prompt: 400, output: 100) with { Streaming = false };
        _bench.Arrive(call);
        Assert.Equal(0.5, Work(), 3);

        _bench.Pass(1);
        _bench.Replica("a").Publish();
        Assert.InRange(Work(), 0.001, 0.08);
        Assert.Equal(0, Assert.Single(_bench.Flow.Read(_bench.Now).Work).PromptTokens);

        _bench.Pass(100);
        _bench.Replica("a").Publish();
        Assert.Equal(0.001, Work(), 4);

        _bench.End(call, AttemptOutcome.Succeeded, 100);
        Assert.Equal(0, Work());
    }

    [Fact]
    public void A_guess_is_no_first_byte_and_the_call_is_tried_elsewhere()
    {
        _bench.Replica("a").Publish();
        var call = _bench.Request(prompt: 400, output: 1000) with { Streaming = false };
        _bench.Arrive(call);
        _bench.Pass(2);
        _bench.Replica("a").Replica("b").Publish();
        Assert.Equal("b", Assert.Single(_bench.End(call, AttemptOutcome.ConnectFailed), e => e.Kind == FlowEffectKind.Forward).Instance.Value);
    }

    private double Work() => Assert.Single(_bench.Flow.Read(_bench.Now).Work).Seconds;

    /// <summary>Two whose prefill does not fit at once; the second is held.</summary>
    private (InferenceRequest First, InferenceRequest Next) OneAheadOfAnother(bool streaming)
    {
        _bench.Replica("a").Publish();
        var first = _bench.Request(prompt: 400, output: 1000) with { Streaming = streaming };
        Assert.Contains(_bench.Arrive(first), e => e.Kind == FlowEffectKind.Forward);
        var next = _bench.Request(prompt: 400, output: 100);
        Assert.Contains(_bench.Arrive(next), e => e.Kind == FlowEffectKind.Hold);
        return (first, next);
    }
}
