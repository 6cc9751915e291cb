namespace SageServe.Routing.Tests;

public sealed class RegionTests
{
    private static FlowEffect Place(FlowBench bench, InferenceRequest? request = null) => bench.Arrive(request ?? bench.Request())[0];

    [Theory]
    [InlineData(0.69, "-", "home-below-threshold")]
    [InlineData(0.70, "west", "least-utilized-region")]
    public void Home_serves_its_own_below_the_threshold_and_the_least_utilised_above(double kv, string relayedTo, string reason)
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: kv).Other(TestCatalog.West, kv: 0.2).Other(TestCatalog.Central, kv: 0.3).Publish();
        var effect = Place(bench);
        Assert.Equal(relayedTo == "-" ? FlowEffectKind.Forward : FlowEffectKind.Relay, effect.Kind);
        Assert.Equal(relayedTo == "-" ? "east" : relayedTo, effect.Region.Value);
        Assert.Contains(reason, effect.Reasons.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Home_keeps_its_own_when_all_others_are_fuller()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.8).Other(TestCatalog.West, kv: 0.9).Publish();
        Assert.Equal(FlowEffectKind.Forward, Place(bench).Kind);
    }

    [Fact]
    public void Above_the_threshold_a_valid_plan_says_where_to()
    {
        var bench = new FlowBench();
        var weights = new PlanAdvice(1, bench.Now, bench.Now + TimeSpan.FromMinutes(1), [new RegionWeight(TestCatalog.Model, TestCatalog.East, TestCatalog.Central, 1)], []);
        bench.Replica("a", kv: 0.8).Other(TestCatalog.West, kv: 0.1).Other(TestCatalog.Central, kv: 0.5).Advice(weights).Publish();
        var effect = Place(bench);
        Assert.Equal(TestCatalog.Central, effect.Region);
        Assert.True(effect.Reasons.Contains(ReasonCode.PlanWeight));

        bench.Pass(61);
        bench.Replica("a", kv: 0.8).Other(TestCatalog.West, kv: 0.1).Other(TestCatalog.Central, kv: 0.5).Publish();
        Assert.Equal(TestCatalog.West, Place(bench).Region);
    }

    [Fact]
    public void Weights_split_the_overflow_in_their_ratio()
    {
        var bench = new FlowBench();
        var weights = new PlanAdvice(1, bench.Now, bench.Now + TimeSpan.FromMinutes(1), [
            new RegionWeight(TestCatalog.Model, TestCatalog.East, TestCatalog.Central, 0.25),
            new RegionWeight(TestCatalog.Model, TestCatalog.East, TestCatalog.West, 0.75)], []);
        bench.Replica("a", kv: 0.8).Other(TestCatalog.West, free: 1e9).Other(TestCatalog.Central, free: 1e9).Advice(weights).Publish();
        var central = Enumerable.Range(0, 1000).Count(_ => Place(bench).Region == TestCatalog.Central);
        Assert.InRange(central, 200, 300);
    }

    [Fact]
    public void Nearest_goes_by_round_trip()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { RegionPolicy = "nearest" });
        bench.Other(TestCatalog.West, kv: 0.1).Other(TestCatalog.Central, kv: 0.6).Publish();
        Assert.Equal(TestCatalog.Central, Place(bench).Region);
        bench.Replica("a", kv: 0.95).Publish();
        Assert.Equal(FlowEffectKind.Forward, Place(bench).Kind);
    }

    [Fact]
    public void Least_utilized_leaves_home_even_below_the_threshold()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { RegionPolicy = "least-utilized" });
        bench.Replica("a", kv: 0.4).Other(TestCatalog.West, kv: 0.1).Publish();
        Assert.Equal(TestCatalog.West, Place(bench).Region);
    }

    [Fact]
    public void A_stale_summary_is_the_worst_case()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0, age: 6).Publish();
        Assert.Equal(FlowEffectKind.Forward, Place(bench).Kind);
    }

    [Theory]
    [InlineData(1.0, 1000, 2)]
    [InlineData(0.1, 0, 2)]
    [InlineData(0.1, 1000, 0)]
    public void Nothing_is_relayed_to_a_region_without_room(double pressure, double free, int ready)
    {
        var bench = new FlowBench();
        bench.Other(TestCatalog.West, kv: 0, pressure: pressure, free: free, ready: ready).Publish();
        Assert.Equal(FlowEffectKind.Hold, Place(bench).Kind);
    }

    [Fact]
    public void One_summary_allows_only_as_much_as_it_says_is_free()
    {
        var bench = new FlowBench();
        bench.Other(TestCatalog.West, free: 450).Publish();
        var kinds = Enumerable.Range(0, 6).Select(_ => Place(bench).Kind).ToList();
        Assert.Equal(5, kinds.Count(k => k == FlowEffectKind.Relay));
        Assert.Equal(FlowEffectKind.Hold, kinds[5]);
        bench.Pass(1);
        Assert.Equal(FlowEffectKind.Relay, bench.Other(TestCatalog.West, free: 450).Publish()[0].Kind);
    }

    [Fact]
    public void A_full_home_below_the_threshold_overflows_rather_than_holds()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Fill();
        bench.Other(TestCatalog.West).Publish();
        var effect = Place(bench);
        Assert.Equal(FlowEffectKind.Relay, effect.Kind);
        Assert.True(effect.Reasons.Contains(ReasonCode.ReplicaBoundReached));
    }

    [Fact]
    public void Residency_is_never_broken()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.99).Other(TestCatalog.West, kv: 0).Publish();
        Assert.Equal(FlowEffectKind.Forward, Place(bench, bench.Request(allowed: TestCatalog.East)).Kind);

        var abroad = Place(bench, bench.Request(allowed: [TestCatalog.West]));
        Assert.Equal((FlowEffectKind.Relay, TestCatalog.West), (abroad.Kind, abroad.Region));
        Assert.True(abroad.Reasons.Contains(ReasonCode.ResidencyConstraint));
        Assert.Equal(FlowEffectKind.Hold, Place(bench, bench.Request(allowed: [TestCatalog.Central])).Kind);
    }

    [Fact]
    public void A_relayed_request_is_placed_here_or_refused_at_once()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Other(TestCatalog.West, kv: 0).Publish();
        var placed = Place(bench, bench.Request(relayed: true));
        Assert.Equal(FlowEffectKind.Forward, placed.Kind);
        Assert.True(placed.Reasons.Contains(ReasonCode.RelayedOnce));

        bench.Replica("a", kv: 0.1).Other(TestCatalog.West, pressure: 1).Publish();
        bench.Fill();
        var refused = Assert.Single(bench.Arrive(bench.Request(prompt: 500, output: 500, relayed: true)));
        Assert.Equal((FlowEffectKind.Reject, 503), (refused.Kind, refused.Status));
    }

    [Fact]
    public void A_peer_that_refuses_costs_no_attempt_and_is_not_asked_again()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { MaxAttempts = 1 });
        bench.Other(TestCatalog.West).Publish();
        var request = bench.Request();
        Assert.Equal(FlowEffectKind.Relay, Place(bench, request).Kind);
        Assert.Equal(FlowEffectKind.Hold, bench.End(request, AttemptOutcome.UpstreamRefused)[0].Kind);
        bench.Pass(1);
        Assert.Empty(bench.Other(TestCatalog.West).Publish());
        var forward = Assert.Single(bench.Replica("a").Publish());
        Assert.Equal((FlowEffectKind.Forward, 1), (forward.Kind, forward.Attempt));
    }
}
