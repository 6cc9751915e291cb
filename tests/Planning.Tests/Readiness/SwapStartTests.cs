namespace SageServe.Planning.Tests;

public sealed class SwapStartTests
{
    private static readonly RegionId Home = TestWorld.Regions[0];
    private static readonly PoolId Large = TestWorld.Pool(TestWorld.Large, Home);
    private static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, Home);

    /// <summary>A start takes so long that the pool may shrink meanwhile. Which of its replicas becomes ready as another gives way can't be told.</summary>
    [Theory]
    [InlineData(PauseLevels.None, 0)]
    [InlineData(PauseLevels.Stops, 1)]
    public void Who_gives_way_in_a_swap_measures_no_start_that_was_under_way(string pause, int measured)
    {
        var options = new PlanningOptions { PlanInterval = TimeSpan.FromMinutes(1), Guards = new GuardrailOptions { Pause = pause, DrainShare = 0.5 } };
        var core = new PlanningCore(TestWorld.Catalog(min: 2, regionReplicas: 8), options);

        // Below its minimum a pool grows at once; somebody else then starts four more, and the region is full.
        var effects = Tick(core.FirstTick(TestWorld.Start), TestWorld.Facts(Small, 1, kv: 0.01));
        Assert.Contains(effects.Actions, a => a is { Kind: ScaleActionKind.Start, Count: 1 } && a.Pool == Small);
        for (var i = 0; i < 40 && !GivesWay(); i++)
        {
            effects = Tick(effects.NextTick, TestWorld.Facts(Small, 5, kv: 0.01, starting: 1));
        }

        Assert.Equal(measured == 0, GivesWay());
        effects = Tick(effects.NextTick, TestWorld.Facts(Small, 6, kv: 0.01));
        Assert.Equal(measured, (effects.Forecasts?.Ready ?? []).Where(r => r.Pool == Small).Sum(r => r.Seconds.Length));

        bool GivesWay() => effects.Actions.Any(a => a.From == Small);

        PlanningEffects Tick(ScheduledTick tick, PoolFacts small) => core.OnTick(tick, new TickInput
        {
            Now = tick.At,
            Demand = [.. Bins(TestWorld.Large, tick.At, 3000), .. Bins(TestWorld.Small, tick.At, 50)],
            Pools = [TestWorld.Facts(Large, 2, kv: 0.99, pressure: 1), small, .. TestWorld.AllPools(TestWorld.Catalog(), 2).Where(p => p.Pool.Region != Home)],
        });
    }

    private static IEnumerable<DemandBin> Bins(ModelId model, Instant now, double rate) => TestWorld.Bins(TestWorld.Series(model, Home), TestWorld.Start - TimeSpan.FromHours(6), now, _ => rate);
}
