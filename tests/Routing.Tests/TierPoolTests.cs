namespace SageServe.Routing.Tests;

public sealed class TierPoolTests
{
    private static readonly ServingCatalog Catalog = new(TestCatalog.Value.Document with
    {
        Pools = [.. TestCatalog.Value.Pools.Where(p => p.Id.Accelerator == TestCatalog.Fast).SelectMany(p => (PoolSpec[])[
            p with { Id = p.Id with { Revision = "interactive" }, Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] },
            p with { Id = p.Id with { Revision = "mixed" }, TakesOverflow = true },
            p with { Id = p.Id with { Revision = "batch" }, Tiers = [ServiceTier.NonInteractive] }])],
    });

    [Theory]
    [InlineData(ServiceTier.InteractiveFast, "i")]
    [InlineData(ServiceTier.InteractiveNormal, "i")]
    [InlineData(ServiceTier.NonInteractive, "b")]
    public void A_tier_goes_to_its_own_pool(ServiceTier tier, string replica)
    {
        var bench = Bench(interactiveKv: 0.7, batchKv: 0.7);
        Assert.Equal(replica, Assert.Single(bench.Arrive(bench.Request(tier: tier))).Instance.Value);
    }

    [Theory]
    [InlineData(ServiceTier.InteractiveFast)]
    [InlineData(ServiceTier.NonInteractive)]
    public void Above_the_threshold_it_goes_to_the_pool_that_takes_overflow(ServiceTier tier)
    {
        var bench = Bench(interactiveKv: 0.71, batchKv: 0.71);
        Assert.Equal("m", Assert.Single(bench.Arrive(bench.Request(tier: tier))).Instance.Value);
    }

    [Fact]
    public void Without_overflow_a_silo_keeps_to_itself_and_holds_what_does_not_fit()
    {
        var bench = new FlowBench(catalog: Catalog);
        bench.Replica("b", revision: "batch").Replica("i", kv: 0.9, revision: "interactive").Publish();
        Assert.Equal("i", Assert.Single(bench.Arrive(bench.Request())).Instance.Value);
        bench.Without("i").Publish();
        var held = bench.Arrive(bench.Request());
        Assert.Equal(FlowEffectKind.Hold, held[0].Kind);
        Assert.Equal("b", Assert.Single(bench.Arrive(bench.Request(tier: ServiceTier.NonInteractive)), e => e.Kind == FlowEffectKind.Forward).Instance.Value);
    }

    [Fact]
    public void One_tier_without_room_does_not_hold_up_the_other()
    {
        var bench = new FlowBench(FlowBench.WorkBound, Catalog);
        bench.Replica("b", revision: "batch").Replica("i", revision: "interactive").Publish();
        bench.Fill();
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(500, 500))[0].Kind);
        Assert.Contains(bench.Arrive(bench.Request(500, 500, ServiceTier.NonInteractive, deadlineIn: 86_400)), e => e.Kind == FlowEffectKind.Forward && e.Instance.Value == "b");
    }

    [Fact]
    public void Pressure_is_that_of_the_pools_that_may_serve_the_tier()
    {
        var bench = Bench(interactiveKv: 0.1, batchKv: 0.9);
        Assert.Equal(0.1, bench.Flow.ReadPressure(ServiceTier.InteractiveFast).Value, 6);
        Assert.Equal(0.5, bench.Flow.ReadPressure(ServiceTier.NonInteractive).Value, 6);
    }

    private static FlowBench Bench(double interactiveKv, double batchKv)
    {
        var bench = new FlowBench(catalog: Catalog);
        bench.Replica("b", kv: batchKv, revision: "batch").Replica("i", kv: interactiveKv, revision: "interactive").Replica("m", revision: "mixed").Publish();
        return bench;
    }
}
