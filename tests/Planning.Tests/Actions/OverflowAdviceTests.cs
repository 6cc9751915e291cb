namespace SageServe.Planning.Tests;

public sealed class OverflowAdviceTests
{
    [Fact]
    public void Overflow_goes_to_the_nearest_region_with_room_first()
    {
        var near = TestWorld.Regions[1];
        var far = TestWorld.Regions[2];
        var home = TestWorld.Regions[0];
        var catalog = TestWorld.Catalog();
        var document = catalog.Document with
        {
            Regions = [.. catalog.Regions.Select(r => r.Id == home
                ? r with { Links = [new RegionLink(near, TimeSpan.FromMilliseconds(10)), new RegionLink(far, TimeSpan.FromMilliseconds(90))] }
                : r)],
        };

        // Home carries 100 of its 200; the near region has room for 60, the far one for plenty.
        var weights = OverflowAdvice.Weights(new ServingCatalog(document), Draft((home, 200, 1), (near, 40, 1), (far, 0, 1)));

        Assert.Equal([(home, near, 0.6), (home, far, 0.4)], weights.Select(w => (w.From, w.To, Math.Round(w.Weight, 9))));
    }

    [Fact]
    public void Regions_that_carry_their_own_peak_send_nothing() =>
        Assert.Empty(OverflowAdvice.Weights(TestWorld.Catalog(), Draft((TestWorld.Regions[0], 100, 1), (TestWorld.Regions[1], 0, 3))));

    private static PlanDraft Draft(params (RegionId Region, double Peak, int Target)[] regions)
    {
        var forecast = TestWorld.Forecast(new ForecastWindow(0, 1, 1), TimeSpan.FromMinutes(10), [.. regions.Select(r => (r.Region, (double[])[r.Peak]))]);
        var problem = new AllocationProblem
        {
            Pools = [.. regions.Select(r => new AllocationPool(TestWorld.Pool(TestWorld.Large, r.Region), 1, 0, 9, 100, 1, 1))],
            Demands = [],
            Limits = [],
        };
        return new PlanDraft(
            new DemandForecast([], [forecast]), problem, new AllocationAnswer([.. regions.Select(r => r.Target)], new SolveReport("", "", 0, null, 0, 0), ""));
    }
}
