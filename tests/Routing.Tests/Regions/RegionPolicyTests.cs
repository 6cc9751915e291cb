namespace SageServe.Routing.Tests;

public sealed class RegionPolicyTests
{
    private static readonly ModelFlowOptions Cheapest = FlowBench.WorkBound with { RegionPolicy = "cheapest" };
    private static readonly ModelFlowOptions Predicted = FlowBench.WorkBound with { RegionPolicy = "predicted-ttft", InstancePolicy = "prefix-affinity" };

    private static FlowEffect Place(FlowBench bench, InferenceRequest? request = null) => bench.Arrive(request ?? bench.Request())[0];

    /// <summary>East has slow hardware as well, at half the price and a quarter of the speed; West and Central have fast only.</summary>
    [Fact]
    public void The_cheapest_region_below_the_threshold_serves()
    {
        var bench = new FlowBench(Cheapest);
        bench.Replica("a", kv: 0.1).Other(TestCatalog.West, kv: 0.5).Other(TestCatalog.Central, kv: 0.9).Publish();
        var effect = Place(bench);
        Assert.Equal((FlowEffectKind.Relay, TestCatalog.West), (effect.Kind, effect.Region));
        Assert.True(effect.Reasons.Contains(ReasonCode.CheapestRegion));
    }

    [Fact]
    public void Of_equally_cheap_regions_the_nearest()
    {
        var bench = new FlowBench(Cheapest);
        bench.Replica("a").Other(TestCatalog.West).Other(TestCatalog.Central).Publish();
        Assert.Equal(TestCatalog.Central, Place(bench).Region);
    }

    [Fact]
    public void Home_serves_where_it_is_no_dearer_and_the_least_utilised_where_all_are_full()
    {
        var bench = new FlowBench(Cheapest);
        bench.Replica("a", kv: 0.8).Other(TestCatalog.West, kv: 0.75).Publish();
        var effect = Place(bench);
        Assert.Equal(TestCatalog.West, effect.Region);
        Assert.True(effect.Reasons.Contains(ReasonCode.LeastUtilizedRegion));
        bench.Replica("a", kv: 0.3).Publish();
        Assert.Equal((FlowEffectKind.Forward, true), (Place(bench).Kind, bench.Effects[0].Reasons.Contains(ReasonCode.CheapestRegion)));
    }

    [Fact]
    public void The_way_counts_against_the_first_tokens_deadline()
    {
        // West is 70 ms away, Central 30 ms; the prompt takes 100 ms.
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0.1).Other(TestCatalog.Central, kv: 0.5).Publish();
        Assert.Equal(TestCatalog.West, Place(bench, bench.Request(deadlineIn: 0.2)).Region);
        Assert.Equal(TestCatalog.Central, Place(bench, bench.Request(deadlineIn: 0.15)).Region);
        Assert.Equal(FlowEffectKind.Forward, Place(bench, bench.Request(deadlineIn: 0.12)).Kind);
        Assert.Equal(TestCatalog.West, Place(bench, bench.Request(tier: ServiceTier.NonInteractive, deadlineIn: 0.12)).Region);
    }

    [Fact]
    public void Late_is_better_than_nowhere()
    {
        var bench = new FlowBench();
        bench.Other(TestCatalog.West).Publish();
        Assert.Equal(FlowEffectKind.Relay, Place(bench, bench.Request(deadlineIn: 0.01)).Kind);
    }

    [Fact]
    public void Predicted_ttft_keeps_home_while_it_is_about_as_fast()
    {
        var bench = new FlowBench(Predicted);
        bench.Replica("a", kv: 0.3).Other(TestCatalog.Central, kv: 0.1).Publish();
        Assert.True(Place(bench).Reasons.Contains(ReasonCode.HomeBelowThreshold));
    }

    [Fact]
    public void Predicted_ttft_leaves_a_loaded_home_for_an_idle_region()
    {
        var bench = new FlowBench(Predicted);
        bench.Replica("a", kv: 0.3).Other(TestCatalog.Central, kv: 0.1).Publish();
        Place(bench, bench.Request(prompt: 600));
        var effect = Place(bench);
        Assert.Equal(TestCatalog.Central, effect.Region);
        Assert.True(effect.Reasons.Contains(ReasonCode.LeastExpectedTtft));
    }

    [Fact]
    public void Predicted_ttft_follows_a_conversation_to_the_region_that_has_it_cached()
    {
        var bench = new FlowBench(Predicted);
        bench.Other(TestCatalog.Central).Publish();
        var first = bench.Request().Turn("x", 60);
        Assert.Equal(TestCatalog.Central, Place(bench, first).Region);
        bench.End(first, AttemptOutcome.Succeeded);

        // Warm and 30 ms away against cold and here: 4 s of prefill.
        bench.Pass(1);
        bench.Replica("a").Other(TestCatalog.Central).Publish();
        Assert.Equal(TestCatalog.Central, Place(bench, bench.Request().Turn("x", 61)).Region);
        Assert.Equal(FlowEffectKind.Forward, Place(bench, bench.Request().Turn("y", 61)).Kind);
    }

    [Fact]
    public void Predicted_ttft_counts_the_wait_there_and_what_was_relayed_since()
    {
        var bench = new FlowBench(Predicted with { HomeThreshold = 0 });
        bench.Replica("a").Other(TestCatalog.Central, free: 1e6).Publish();
        Place(bench, bench.Request(prompt: 300));
        Assert.Equal(FlowEffectKind.Relay, Place(bench, bench.Request(prompt: 500)).Kind);

        // 500 tokens at 2000 a second are ahead there and 30 ms of way, 300 ms of prefill here.
        Assert.Equal(FlowEffectKind.Relay, Place(bench, bench.Request(prompt: 100)).Kind);
        Assert.Equal(FlowEffectKind.Forward, Place(bench, bench.Request(prompt: 100)).Kind);
    }

    [Fact]
    public void Predicted_ttft_keeps_the_order_of_the_rules_plan_before_forecast()
    {
        var bench = new FlowBench(Predicted with { HomeThreshold = 0 });
        var weights = new PlanAdvice(1, bench.Now, bench.Now + TimeSpan.FromMinutes(1), [new RegionWeight(TestCatalog.Model, TestCatalog.East, TestCatalog.West, 1)], []);
        bench.Replica("a").Other(TestCatalog.Central).Other(TestCatalog.West).Advice(weights).Publish();
        Assert.True(Place(bench).Reasons.Contains(ReasonCode.PlanWeight));
    }

    [Fact]
    public void Equally_utilised_regions_are_told_apart_by_expected_ttft()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0).Other(TestCatalog.Central, kv: 0).Publish();
        Assert.Equal(TestCatalog.Central, Place(bench).Region);
    }

    [Fact]
    public void A_region_whose_gateway_keeps_failing_gets_nothing_but_a_probe()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { MaxAttempts = 1, Breaker = new BreakerOptions { ConsecutiveFailures = 2 } });
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0.1, free: 1e6).Publish();
        for (var i = 0; i < 2; i++)
        {
            var request = bench.Request();
            Assert.Equal(FlowEffectKind.Relay, Place(bench, request).Kind);
            bench.End(request, AttemptOutcome.ConnectFailed);
        }

        var home = Place(bench);
        Assert.Equal((FlowEffectKind.Forward, true), (home.Kind, home.Reasons.Contains(ReasonCode.CircuitOpen)));
        bench.Pass(5);
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0.1, free: 1e6).Publish();
        Assert.Equal(FlowEffectKind.Relay, Place(bench).Kind);
        Assert.Equal(FlowEffectKind.Forward, Place(bench).Kind);
    }

    [Fact]
    public void A_region_that_refuses_for_lack_of_room_keeps_its_circuit()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { Breaker = new BreakerOptions { ConsecutiveFailures = 2 } });
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0.1, free: 1e6).Publish();
        for (var i = 0; i < 5; i++)
        {
            var request = bench.Request();
            Assert.Equal(FlowEffectKind.Relay, Place(bench, request).Kind);
            bench.End(request, AttemptOutcome.UpstreamRefused);
            bench.Leave(request);
        }
    }
}
