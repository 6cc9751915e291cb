using System.Text.Json;

namespace SageServe.Routing.Tests;

/// <summary>Two gateways, of which this is one: half a second of prefill for both, or a quarter for each that knows nothing of the other.</summary>
public sealed class SiblingsToldTests
{
    private readonly FlowBench _bench = new(new ModelFlowOptions { Gateways = 2, ReplicaBoundSeconds = 1000, PrefillBoundSeconds = 0.5 });

    [Fact]
    public void A_prompt_goes_where_the_other_gateway_has_none()
    {
        _bench.Replica("a").Replica("b").Publish();
        Tell(("a", 300));
        Assert.Equal("b", Forwarded(Arrive(300)));
    }

    [Fact]
    public void Where_it_has_one_everywhere_the_prompt_is_held_until_it_says_otherwise()
    {
        _bench.Replica("a").Publish();
        Tell(("a", 300));
        Assert.Contains(Arrive(300), e => e.Kind == FlowEffectKind.Hold);
        Assert.Equal("a", Forwarded(Tell()));
    }

    [Fact]
    public void What_fits_beside_its_prompt_is_not_held()
    {
        _bench.Replica("a").Publish();
        Tell(("a", 300));
        Assert.Equal("a", Forwarded(Arrive(200)));
        Assert.Contains(Arrive(50), e => e.Kind == FlowEffectKind.Hold);
    }

    [Fact]
    public void While_it_says_that_it_has_nothing_there_is_the_whole_bound_and_after_silence_only_a_part()
    {
        _bench.Replica("a").Publish();
        Tell();
        var first = _bench.Request(prompt: 200);
        Assert.Equal("a", Forwarded(_bench.Arrive(first)));
        Assert.Equal("a", Forwarded(Arrive(200)));

        _bench.Pass(0.5);
        _bench.Replica("a").Publish();
        _bench.Progress(first, 1);
        Assert.Contains(Arrive(200), e => e.Kind == FlowEffectKind.Hold);
    }

    [Fact]
    public void A_gateway_that_falls_silent_holds_nothing_up()
    {
        _bench.Replica("a").Publish();
        Tell(("a", 10_000));
        Assert.Contains(Arrive(300), e => e.Kind == FlowEffectKind.Hold);
        _bench.Pass(0.49);
        Assert.DoesNotContain(_bench.Replica("a").Publish(), e => e.Kind == FlowEffectKind.Forward);
        _bench.Pass(0.02);
        Assert.Equal("a", Forwarded(_bench.Replica("a").Publish()));
    }

    [Fact]
    public void What_must_be_done_since_it_was_said_holds_nothing_up_and_the_flow_wakes_for_it()
    {
        _bench.Replica("a").Publish();
        Tell(("a", 300));
        var wake = Assert.Single(Arrive(300), e => e.Kind == FlowEffectKind.WakeAt);
        Assert.Equal(0.3, (wake.Until - _bench.Now).TotalSeconds, 6);
        _bench.Pass(0.3);
        Assert.Equal("a", Forwarded(_bench.Simple(FlowInputKind.TimeReached)));
    }

    [Fact]
    public void Who_has_waited_for_it_long_enough_goes_by_this_gateways_part()
    {
        _bench.Replica("a").Publish();
        Tell(("a", 10_000));
        Arrive(300);
        for (var i = 0; i < 4; i++)
        {
            _bench.Pass(0.1);
            Assert.DoesNotContain(Tell(("a", 10_000)), e => e.Kind == FlowEffectKind.Forward);
        }

        _bench.Pass(0.1);
        Assert.Equal("a", Forwarded(Tell(("a", 10_000))));
    }

    [Fact]
    public void What_is_said_reads_back_equal_and_has_a_limit()
    {
        var input = Input([new(new InstanceId("r\"1"), 17), new(new InstanceId("r2"), 4)]);
        using var json = JsonDocument.Parse(FlowText.Of(input));
        var read = FlowJson.ReadInput(json.RootElement);
        Assert.Equal(input.Siblings, read.Siblings);
        Assert.Equal(input with { Siblings = null }, read with { Siblings = null });

        Assert.Throws<InvariantException>(() => _bench.Tell(Input([.. Enumerable.Range(0, FlowLimits.MaxSiblingWork + 1).Select(i => new SiblingWork(new InstanceId($"r{i}"), 1))])));
    }

    private static string Forwarded(IReadOnlyList<FlowEffect> effects) => Assert.Single(effects, e => e.Kind == FlowEffectKind.Forward).Instance.Value;

    private IReadOnlyList<FlowEffect> Arrive(int prompt) => _bench.Arrive(_bench.Request(prompt: prompt));

    private IReadOnlyList<FlowEffect> Tell(params (string Replica, long Tokens)[] told) =>
        _bench.Tell(Input([.. told.Select(t => new SiblingWork(new InstanceId(t.Replica), t.Tokens))]));

    private FlowInput Input(List<SiblingWork> told) => new() { Kind = FlowInputKind.SiblingsTold, Now = _bench.Now, Sequence = 0, Draw = 0, Siblings = told };
}
