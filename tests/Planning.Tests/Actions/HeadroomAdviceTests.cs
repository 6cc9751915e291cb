using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class HeadroomAdviceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private static readonly RegionId Home = TestWorld.Regions[0];
    private static readonly PlanningOptions Options = new() { TargetUse = 0.5 };

    /// <summary>A pool of replicas that do 1,000 prompt tokens/s in full use.</summary>
    private static AllocationPool Pool(int current, string revision = "", TierSet? serves = null) =>
        new(TestWorld.Pool(TestWorld.Large, Home) with { Revision = revision }, current, 0, 9, 500, 1, 1) { Serves = serves ?? TierSet.All };

    private static PlanDraft Draft(bool known, (AllocationPool Pool, int Target)[] pools, params double[] medians)
    {
        ImmutableArray<ForecastPoint> points = [.. medians.Select((m, i) => new ForecastPoint(TestWorld.Start + Step * i, m, m / 2, m * 1.5))];
        var curves = new Dictionary<(RegionId?, TierSet), LoadCurve> { [(Home, TierSet.All)] = LoadCurve.Of(points, new PatientLoad(100), medians.Length, 0.25) };
        var model = new ModelForecast
        {
            Model = TestWorld.Large, Curves = curves.ToFrozenDictionary(), Start = TestWorld.Start, Step = Step, Window = new ForecastWindow(0, medians.Length, 1), Known = known,
        };
        return new PlanDraft(
            new DemandForecast([], [model]),
            new AllocationProblem { Pools = [.. pools.Select(p => p.Pool)], Demands = [], Limits = [] },
            new AllocationAnswer([.. pools.Select(p => p.Target)], new SolveReport("", "", 0, null, 0, 0), ""));
    }

    private static ImmutableArray<HeadroomForecast> Of(PlanDraft draft) => HeadroomAdvice.Of(TestWorld.Catalog(), Options, TestWorld.Leads(TestWorld.Catalog(), Options), TestWorld.Start, draft);

    [Fact]
    public void What_stands_counts_until_a_start_can_serve_and_the_low_end_knows_of_no_start()
    {
        var all = Of(Draft(true, [(Pool(2), 4)], 500, 1000));

        var series = Assert.Single(all);
        Assert.Equal((new DeploymentId(TestWorld.Large, Home), Step), (series.Deployment, series.Step));
        Assert.Equal(
            [new ForecastPoint(TestWorld.Start, 1.5, 1.25, 1.75), new ForecastPoint(TestWorld.Start + Step, 3, 0.5, 3.5)],
            series.Points);
    }

    [Fact]
    public void Replicas_that_are_to_stop_are_not_promised() =>
        Assert.Equal(0.5, Assert.Single(Of(Draft(true, [(Pool(3), 1)], 500))).Points[0].Median);

    [Fact]
    public void Pools_that_patient_work_may_not_use_take_interactive_load_first()
    {
        var apart = Pool(1, "interactive", TierSet.Interactive);
        Assert.Equal([2, 1.5], Assert.Single(Of(Draft(true, [(apart, 1), (Pool(2), 2)], 800, 1500))).Points.Select(p => p.Median));
        Assert.Empty(Of(Draft(true, [(apart, 1)], 800)));
    }

    [Fact]
    public void Load_above_capacity_leaves_nothing_and_what_is_not_known_is_not_told()
    {
        Assert.Equal(0, Assert.Single(Of(Draft(true, [(Pool(1), 1)], 5000))).Points[0].Median);
        Assert.Empty(Of(Draft(false, [(Pool(1), 1)], 500)));
        Assert.Empty(Of(Draft(true, [(Pool(1), 1)])));
    }
}
