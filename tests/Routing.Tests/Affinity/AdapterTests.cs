namespace SageServe.Routing.Tests;

public sealed class AdapterTests
{
    private static InferenceRequest For(FlowBench bench, string adapter) => bench.Request() with { Adapter = adapter };

    private static FlowEffect Served(FlowBench bench, string adapter)
    {
        var request = For(bench, adapter);
        var effect = bench.Arrive(request)[0];
        bench.End(request, AttemptOutcome.Succeeded);
        return effect;
    }

    [Theory]
    [InlineData("least-outstanding-work")]
    [InlineData("prefix-affinity")]
    [InlineData("power-of-two")]
    public void A_replica_that_has_the_adapter_is_preferred(string policy)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { InstancePolicy = policy });
        bench.Replica("a").Replica("b", adapters: ["tuned"]).Publish();
        var effect = Served(bench, "tuned");
        Assert.Equal("b", effect.Instance.Value);
        Assert.True(effect.Reasons.Contains(ReasonCode.AdapterResident));
    }

    [Fact]
    public void Else_one_with_a_free_slot_and_it_has_the_adapter_from_then_on()
    {
        var bench = new FlowBench();
        bench.Replica("a", adapters: ["x", "y"], slots: 2).Replica("b", adapters: ["x"], slots: 2).Publish();
        var effect = Served(bench, "tuned");
        Assert.Equal("b", effect.Instance.Value);
        Assert.True(effect.Reasons.Contains(ReasonCode.AdapterLoad));
        Assert.True(Served(bench, "tuned").Reasons.Contains(ReasonCode.AdapterResident));
    }

    [Fact]
    public void More_outstanding_work_than_a_swap_takes_outweighs_the_adapter()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { Affinity = new AffinityOptions { AdapterLoadSeconds = 0.3, AdapterSwapSeconds = 0.3 } });
        bench.Replica("a").Replica("b", adapters: ["tuned"]).Publish();
        Assert.Equal("b", bench.Arrive(For(bench, "tuned"))[0].Instance.Value);
        Assert.Equal("b", bench.Arrive(For(bench, "tuned"))[0].Instance.Value);
        Assert.Equal("a", bench.Arrive(For(bench, "tuned"))[0].Instance.Value);
    }

    [Fact]
    public void The_adapter_used_longest_ago_goes_first()
    {
        var bench = new FlowBench();
        bench.Replica("a", slots: 2).Publish();
        Served(bench, "x");
        Served(bench, "y");
        Served(bench, "x");
        Served(bench, "z");
        Assert.True(Served(bench, "x").Reasons.Contains(ReasonCode.AdapterResident));
        Assert.True(Served(bench, "y").Reasons.Contains(ReasonCode.AdapterLoad));
    }
}
