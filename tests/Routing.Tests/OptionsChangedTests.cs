namespace SageServe.Routing.Tests;

public sealed class OptionsChangedTests
{
    [Theory]
    [InlineData("fcfs", "edf", 1)]
    [InlineData("edf", "fcfs", 0)]
    [InlineData("dpa", "pf", 1)]
    [InlineData("pf", "dpa", 1)]
    public void Those_who_wait_stand_in_line_anew_and_those_who_run_go_on(string before, string after, int next)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { HoldOrder = before });
        bench.Replica("a").Publish();
        var running = bench.Fill();
        InferenceRequest[] held =
        [
            bench.Request(500, 500, ServiceTier.InteractiveNormal, deadlineIn: 60),
            bench.Request(500, 500, ServiceTier.InteractiveFast, deadlineIn: 1),
        ];
        bench.Arrive(held[0]);
        bench.Pass(0.001);
        bench.Arrive(held[1]);
        var work = bench.Flow.Read(bench.Now);

        Assert.Empty(Change(bench, FlowBench.WorkBound with { HoldOrder = after }));

        var read = bench.Flow.Read(bench.Now);
        Assert.Equal(work.Held, read.Held);
        Assert.Equal(work.InFlight, read.InFlight);
        Assert.Equal(work.Work, read.Work);
        var forwarded = bench.End(running[0], AttemptOutcome.Succeeded, 500).Single(e => e.Kind == FlowEffectKind.Forward);
        Assert.Same(held[next], forwarded.Request);
    }

    [Fact]
    public void A_larger_bound_lets_those_who_wait_go_at_once()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Fill();
        var held = bench.Request(500, 500);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(held)[0].Kind);
        var effect = Assert.Single(Change(bench, FlowBench.WorkBound with { ReplicaBoundSeconds = 100 }));
        Assert.Equal(FlowEffectKind.Forward, effect.Kind);
        Assert.Same(held, effect.Request);
    }

    [Fact]
    public void Options_that_cannot_be_used_change_nothing()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        Assert.Throws<ArgumentException>(() => Change(bench, FlowBench.WorkBound with { HoldOrder = "by-mood" }));
        Assert.Equal(8, bench.Fill().Count);
    }

    [Fact]
    public void It_reads_back_equal_from_the_decision_log()
    {
        var input = new FlowInput
        {
            Kind = FlowInputKind.OptionsChanged,
            Now = Instant.FromUnixSeconds(7),
            Sequence = 3,
            Draw = 5,
            Options = FlowBench.WorkBound with { HoldOrder = "dpa" },
            Catalog = TestCatalog.Value,
        };
        var text = FlowText.Of(input);
        var read = FlowText.ReadInput(text);
        Assert.Equal(input.Options, read.Options);
        Assert.Equal(text, FlowText.Of(read));
    }

    private static IReadOnlyList<FlowEffect> Change(FlowBench bench, ModelFlowOptions options) =>
        bench.Tell(new FlowInput { Kind = FlowInputKind.OptionsChanged, Now = bench.Now, Sequence = 0, Draw = 0, Options = options });
}
