namespace SageServe.Planning.Tests;

public sealed class ProblemRoutesTests
{
    [Fact]
    public void Ways_are_those_that_a_search_for_each_demand_finds() => Seeds.Check(40, (_, random) =>
    {
        RegionId[] regions = [.. Enumerable.Range(0, 6).Select(r => new RegionId($"r{r}"))];
        var document = new ProblemDocument
        {
            NearestRegions = random.NextInt(5),
            Accelerators = [new ProblemAccelerator(TestWorld.Gpu, 1, 2)],
            Regions = [.. regions.Select(r => new ProblemRegion(r) { Links = [.. regions.Where(o => o != r && random.NextInt(3) > 0).Select(o => new ProblemLink(o, 1 + random.NextInt(90)))] })],
            Pools = [.. from model in new[] { TestWorld.Large, TestWorld.Small }
                        from region in regions
                        where random.NextInt(3) > 0
                        select new ProblemPool(model, region, TestWorld.Gpu, 100, 5) { Tiers = random.NextInt(3) == 0 ? [ServiceTier.NonInteractive] : [] }],
            Demands = [],
        };
        var pools = new ProblemBuild(document).Build().Pools;
        var routes = new ProblemRoutes(document, pools);
        foreach (var model in pools.Select(p => p.Id.Model).Distinct())
        {
            foreach (var home in document.Regions)
            {
                foreach (var tiers in new[] { TierSet.All, TierSet.Of([ServiceTier.InteractiveFast]) })
                {
                    var expected = FlowRoutes.Of(
                        home.Id, pools.Where(p => p.Id.Model == model && p.Serves.Overlaps(tiers)).Select(p => p.Id.Region).Distinct(), document.NearestRegions, home.RoundTripSeconds, 0.5);
                    Assert.Equal(expected, routes.Of(model, home.Id, tiers, 0.5));
                }
            }
        }
    });
}
