namespace SageServe.Routing.Tests;

public sealed class PlacementTests
{
    [Fact]
    public void A_request_goes_to_the_home_replica_with_the_least_outstanding_work()
    {
        var bench = new FlowBench();
        bench.Replica("a").Replica("b").Publish();
        var first = Assert.Single(bench.Arrive(bench.Request()));
        var second = Assert.Single(bench.Arrive(bench.Request()));
        Assert.Equal(FlowEffectKind.Forward, first.Kind);
        Assert.Equal("a", first.Instance.Value);
        Assert.Equal("b", second.Instance.Value);
        Assert.Equal(1, first.Attempt);
        Assert.Equal("home-below-threshold,least-outstanding-work", first.Reasons.ToString());
    }

    [Fact]
    public void Work_is_counted_in_seconds_of_the_pool_and_not_in_tokens()
    {
        var bench = new FlowBench();
        bench.Replica("a", accelerator: "slow").Replica("b").Publish();
        var big = bench.Arrive(bench.Request(prompt: 250, output: 250));
        Assert.Equal("b", Assert.Single(big).Instance.Value);

        // b has 0.5 s outstanding; 0.2 s more there end sooner than 0.8 s on the idle slow one.
        Assert.Equal("b", Assert.Single(bench.Arrive(bench.Request())).Instance.Value);
    }

    [Fact]
    public void Work_of_other_gateways_is_seen_in_scraped_queues()
    {
        var bench = new FlowBench();
        bench.Replica("a", running: 5).Replica("b").Publish();
        Assert.Equal("b", Assert.Single(bench.Arrive(bench.Request())).Instance.Value);
    }

    [Fact]
    public void Own_requests_in_scraped_queues_are_not_counted_twice()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Arrive(bench.Request());
        bench.Pass(0.1);
        bench.Replica("a", running: 1).Replica("b", running: 2).Publish();

        // The one on a is ours, 0.2 s; the two on b are foreign and count as half of the usual request each.
        Assert.Equal("a", Assert.Single(bench.Arrive(bench.Request())).Instance.Value);
    }

    [Fact]
    public void Round_robin_goes_around()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { InstancePolicy = "round-robin" });
        bench.Replica("a").Replica("b").Replica("c").Publish();
        var chosen = Enumerable.Range(0, 6).Select(_ => bench.Arrive(bench.Request())[0].Instance.Value);
        Assert.Equal(["a", "b", "c", "a", "b", "c"], chosen);
    }

    [Fact]
    public void Power_of_two_choices_uses_the_draw_and_never_the_busier_of_its_two()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { InstancePolicy = "power-of-two" });
        bench.Replica("a").Replica("b").Publish();
        bench.Arrive(bench.Request(prompt: 1000));
        var busy = bench.Effects[0].Instance;
        Assert.NotEqual(busy, bench.Arrive(bench.Request())[0].Instance);
        Assert.True(bench.Effects[0].Reasons.Contains(ReasonCode.PowerOfTwoChoices));
    }

    [Fact]
    public void Power_of_two_choices_spreads_over_all_replicas()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { InstancePolicy = "power-of-two" });
        foreach (var id in "abcdefgh")
        {
            bench.Replica(id.ToString());
        }

        bench.Publish();
        var chosen = Enumerable.Range(0, 64).Select(_ => bench.Arrive(bench.Request())[0].Instance).ToHashSet();
        Assert.Equal(8, chosen.Count);
    }

    [Theory]
    [InlineData(InstancePhase.Starting)]
    [InlineData(InstancePhase.Draining)]
    [InlineData(InstancePhase.Lost)]
    [InlineData(InstancePhase.Sleeping)]
    [InlineData(InstancePhase.Donated)]
    public void Only_ready_replicas_get_requests(InstancePhase phase)
    {
        var bench = new FlowBench();
        bench.Replica("a", phase).Replica("b", kv: 0.5, running: 20).Publish();
        Assert.Equal("b", Assert.Single(bench.Arrive(bench.Request())).Instance.Value);
    }

    [Fact]
    public void Stale_metrics_make_a_replica_ineligible_while_a_fresh_one_exists()
    {
        var bench = new FlowBench();
        bench.Replica("a", age: 10).Replica("b", running: 20).Publish();
        var effect = Assert.Single(bench.Arrive(bench.Request()));
        Assert.Equal("b", effect.Instance.Value);
        Assert.False(effect.Reasons.Contains(ReasonCode.StaleMetrics));
    }

    [Fact]
    public void When_all_metrics_are_stale_routing_goes_on_and_says_so()
    {
        var bench = new FlowBench();
        bench.Replica("a", age: 10).Replica("b", age: 10).Publish();
        var effect = Assert.Single(bench.Arrive(bench.Request()));
        Assert.Equal(FlowEffectKind.Forward, effect.Kind);
        Assert.True(effect.Reasons.Contains(ReasonCode.StaleMetrics));
    }

    [Fact]
    public void Progress_frees_the_work_that_is_done()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var request = bench.Request(prompt: 1000, output: 1000);
        bench.Arrive(request);
        Assert.Equal(2.0, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);
        bench.Progress(request, 1);
        Assert.Equal(0.999, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);
        Assert.Equal(0, bench.Flow.Read(bench.Now).Work[0].PromptTokens);
        bench.Progress(request, 900);
        Assert.Equal(0.1, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);
        bench.Progress(request, 1500);
        Assert.Equal(0.001, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);
        bench.End(request, AttemptOutcome.Succeeded, 1500);
        Assert.Equal(0, bench.Flow.Read(bench.Now).Work[0].Seconds);
    }

    [Fact]
    public void A_prompt_that_no_context_can_hold_is_refused_with_400()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var effect = Assert.Single(bench.Arrive(bench.Request(prompt: 8192)));
        Assert.Equal((FlowEffectKind.Reject, 400, RequestOutcome.Invalid), (effect.Kind, effect.Status, effect.Outcome));
        Assert.True(effect.Reasons.Contains(ReasonCode.ContextTooLong));
        Assert.Equal(FlowEffectKind.Forward, Assert.Single(bench.Arrive(bench.Request(prompt: 8191))).Kind);
    }

    [Fact]
    public void A_bad_option_is_named_at_the_start()
    {
        var error = Assert.Throws<ArgumentException>(() => new FlowBench(FlowBench.WorkBound with { RegionPolicy = "lucky", MaxAttempts = 0 }));
        Assert.Contains("'lucky' is not known; use home-first, least-utilized, nearest, cheapest, predicted-ttft.", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxAttempts", error.Message, StringComparison.Ordinal);
    }
}
