using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class DemandForecasterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly RegionId East = TestWorld.Regions[1];

    [Fact]
    public void Tiers_and_regions_add_up_and_patient_work_adds_its_share_of_the_last_hour()
    {
        var history = new DemandHistory(Minute, TimeSpan.FromDays(2));
        var start = TestWorld.Start - TimeSpan.FromHours(20);
        history.Absorb([
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East), start, TestWorld.Start, _ => 100),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East, ServiceTier.InteractiveNormal), start, TestWorld.Start, _ => 50),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), start, TestWorld.Start, _ => 30),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East, ServiceTier.NonInteractive), TestWorld.Start - Minute * 120, TestWorld.Start, i => i < 60 ? 9999 : 40),
        ]);

        var forecast = TestWorld.Forecaster(new PlanningOptions()).Forecast(history, null, null, TestWorld.Start, new StepList());

        var model = forecast.Of(TestWorld.Large);
        Assert.True(model.Known);
        Assert.Equal(100 + 50 + 0.1 * 40, model.Peak(East, TierSet.All), 6);
        Assert.Equal(100 + 50 + 30 + 0.1 * 40, model.Peak(null, TierSet.All), 6);
        Assert.Equal(4, forecast.Series.Length);
        Assert.False(forecast.Of(TestWorld.Small).Known);
        Assert.Equal(0, forecast.Of(TestWorld.Small).Peak(null, TierSet.All));
    }

    [Fact]
    public void A_backlog_that_is_told_fills_what_interactive_work_leaves_beyond_the_share_of_what_came()
    {
        var history = new DemandHistory(Minute, TimeSpan.FromDays(2));
        var start = TestWorld.Start - TimeSpan.FromHours(20);
        history.Absorb([
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East), start, TestWorld.Start, _ => 300),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East, ServiceTier.NonInteractive), start, TestWorld.Start, _ => 100),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0], ServiceTier.NonInteractive), start, TestWorld.Start, _ => 50),
        ]);
        var backlog = new BacklogMemory();

        // 0.2 output tokens a prompt token, 32 sequences: a replica does 1 / (0.0008 + 0.2 x 0.04 / 32) = 952.4 prompt tokens/s. Half of one is due.
        var due = 0.5 / 0.00105;
        var deployment = new DeploymentId(TestWorld.Large, East);
        backlog.Absorb([PatientBacklog.Of(deployment, TestWorld.Start, [new DueGroup(TestWorld.Start + TimeSpan.FromHours(4), 1e6, 7200)])], TestWorld.Start);

        var model = Forecast(new PlanningOptions { RiskShare = 0 }, TestWorld.Start);
        Assert.Equal(300 + due, model.Peak(East, TierSet.All), 6);
        Assert.Equal(300 + due + 0.1 * 50, model.Peak(null, TierSet.All), 6);

        // What is due tomorrow has room in the share.
        var later = new BacklogMemory();
        later.Absorb([PatientBacklog.Of(deployment, TestWorld.Start, [new DueGroup(TestWorld.Start + TimeSpan.FromHours(20), 1e3, 72)])], TestWorld.Start);
        Assert.Equal(310, TestWorld.Forecaster(new PlanningOptions { RiskShare = 0 }).Forecast(history, null, later, TestWorld.Start, new StepList()).Of(TestWorld.Large).Peak(East, TierSet.All), 6);
        Assert.Equal(300, model.Curves[(East, TierSet.All)].Median[0], 6);

        // Told six minutes ago, or not to be asked: the share of the last hour.
        Assert.Equal(310, Forecast(new PlanningOptions { RiskShare = 0 }, TestWorld.Start + Minute * 6).Peak(East, TierSet.All), 6);
        Assert.Equal(310, Forecast(new PlanningOptions { RiskShare = 0, PatientBy = "share" }, TestWorld.Start).Peak(East, TierSet.All), 6);

        ModelForecast Forecast(PlanningOptions options, Instant now) =>
            TestWorld.Forecaster(options).Forecast(history, null, backlog, now, new StepList()).Of(TestWorld.Large);
    }

    [Fact]
    public void Pools_for_patient_work_alone_are_planned_for_its_deadlines_and_troughs_take_it_before_peaks_do()
    {
        var catalog = TestWorld.Dedicated(TestWorld.Catalog());
        var options = new PlanningOptions { RiskShare = 0 };
        var history = new DemandHistory(Minute, TimeSpan.FromDays(2));
        history.Absorb([.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East), TestWorld.Start - TimeSpan.FromHours(20), TestWorld.Start, _ => 300)]);
        var backlog = new BacklogMemory();
        backlog.Absorb([PatientBacklog.Of(new DeploymentId(TestWorld.Large, East), TestWorld.Start, [new DueGroup(TestWorld.Start + TimeSpan.FromHours(1), 1e6, 7200)])], TestWorld.Start);

        var model = new DemandForecaster(catalog, options, new ForecastMemory(), TestWorld.Leads(catalog, options)).Forecast(history, null, backlog, TestWorld.Start, new StepList()).Of(TestWorld.Large);

        Assert.Equal(2 / 0.00105, model.Peak(East, TierSet.Patient), 6);
        Assert.Equal(300, model.Peak(East, TierSet.Interactive), 6);
        ImmutableArray<ForecastPoint> points = [.. new[] { 100.0, 500, 100 }.Select(m => new ForecastPoint(TestWorld.Start, m, m, m))];
        Assert.Equal([250, 500, 250], LoadCurve.Of(points, new PatientLoad(0, 100), 3, 0).Load);
        Assert.Equal([300, 550, 300], LoadCurve.Of(points, new PatientLoad(50, 100, Apart: 50), 3, 0).Load);
        Assert.Equal([250, 550, 250], LoadCurve.Of(points, new PatientLoad(50, 100), 3, 0).Load);
    }

    [Fact]
    public void For_the_peak_minute_fast_requests_are_held_for_higher_than_all_together()
    {
        var random = new RandomStream(5);
        var history = new DemandHistory(Minute, TimeSpan.FromDays(2));
        var start = TestWorld.Start - TimeSpan.FromHours(40);
        var noise = Enumerable.Range(0, 40 * 60).Select(_ => random.NextDouble()).ToArray();
        history.Absorb([
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East), start, TestWorld.Start, i => 100 + 400 * noise[i]),
            .. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East, ServiceTier.InteractiveNormal), start, TestWorld.Start, i => 50 * noise[(i + 7) % noise.Length]),
        ]);

        var model = Forecast(0.97, 0.5);
        var lead = TimeSpan.FromMinutes(6);
        var (fast, all) = (TierSet.Of([ServiceTier.InteractiveFast]), model.Outlook(TargetKind.Peak, TimeSpan.FromMinutes(6), East, TierSet.All)!.Value);
        Assert.Equal(Math.Max(all.At(0.5), model.Outlook(TargetKind.Peak, lead, East, fast)!.Value.At(0.97)), model.Required(East, TierSet.All), 6);
        Assert.Equal(all.At(0.99), Forecast(0.5, 0.99).Required(East, TierSet.All), 6);
        Assert.True(model.Required(East, TierSet.All) > model.Peak(East, TierSet.All), "the largest minute of an hour is above its largest ten minutes");
        Assert.Equal(model.Peak(TestWorld.Regions[0], TierSet.All), model.Required(TestWorld.Regions[0], TierSet.All));

        ModelForecast Forecast(double fastAt, double normalAt) => TestWorld.Forecaster(new PlanningOptions { PlanFor = "peak-minute", FastQuantile = fastAt, NormalQuantile = normalAt })
            .Forecast(history, null, null, TestWorld.Start, new StepList()).Of(TestWorld.Large);
    }

    [Fact]
    public void A_sum_is_forecast_as_one_series_and_not_as_the_sum_of_medians() => Seeds.Check(3, (_, random) =>
    {
        double[][] rates = [.. TestWorld.Regions.Select(_ => Enumerable.Range(0, 3 * 144).Select(_ => random.NextExponential(1000)).ToArray())];
        double[] sums = [.. Enumerable.Range(0, rates[0].Length).Select(i => rates.Sum(r => r[i]))];

        var whole = Forecast([.. TestWorld.Regions.SelectMany((r, n) => Bins(r, rates[n]))]);
        var one = Forecast([.. Bins(East, sums)]);

        var expected = one.Of(TestWorld.Large).Curves[(East, TierSet.All)].Load;
        Assert.All(whole.Of(TestWorld.Large).Curves[(null, TierSet.All)].Load.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 6));
        Assert.NotEqual(whole.Series.Sum(s => s.Points[^1].Median), one.Series[0].Points[^1].Median, 1);

        static DemandForecast Forecast(ImmutableArray<DemandBin> bins)
        {
            var history = new DemandHistory(Minute * 10, TimeSpan.FromDays(15));
            history.Absorb(bins);
            return TestWorld.Forecaster(new PlanningOptions { DemandBin = Minute * 10 }).Forecast(history, null, null, TestWorld.Start, new StepList());
        }

        static IEnumerable<DemandBin> Bins(RegionId region, double[] rates) => rates.Select((rate, i) =>
            new DemandBin(TestWorld.Series(TestWorld.Large, region), TestWorld.Start - Minute * 10 * (rates.Length - i), Minute * 10, rate, 1, 1));
    });

    [Fact]
    public void The_truth_is_the_mean_of_each_step_and_lasts_beyond_its_end()
    {
        var future = new DemandHistory(Minute, TimeSpan.FromDays(1));
        future.Absorb([.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, East), TestWorld.Start, TestWorld.Start + Minute * 30, i => i < 10 ? 100 : i < 20 ? 10 * (i % 10) : 7)]);
        var options = new PlanningOptions { Strategy = "perfect-mean" };

        var forecast = TestWorld.Forecaster(options).Forecast(new DemandHistory(Minute, TimeSpan.FromDays(1)), future, null, TestWorld.Start, new StepList());

        Assert.Equal([100, 45, 7, 7, 7, 7, 7, 7], forecast.Of(TestWorld.Large).Curves[(East, TierSet.All)].Load);
        Assert.Equal("truth", Assert.Single(forecast.Series).Method);
    }

    [Fact]
    public void A_bin_longer_than_the_forecast_step_is_the_step()
    {
        var options = new PlanningOptions { DemandBin = Minute * 20, PlanInterval = TimeSpan.FromHours(3) };
        var history = new DemandHistory(options.DemandBin, TimeSpan.FromDays(2));
        history.Absorb([new DemandBin(TestWorld.Series(TestWorld.Large, East), TestWorld.Start - Minute * 20, Minute * 20, 80, 1, 1)]);

        var model = TestWorld.Forecaster(options).Forecast(history, null, null, TestWorld.Start, new StepList()).Of(TestWorld.Large);

        Assert.Equal(Minute * 20, model.Step);
        Assert.Equal(Minute * 20, PlanningTimes.Step(options with { ForecastStep = Minute * 15 }));
        Assert.Equal(Minute * 15, PlanningTimes.Step(options with { DemandBin = Minute * 5, ForecastStep = Minute * 12 }));
        Assert.False(model.Known);
    }

    [Fact]
    public void A_full_tick_forecasts_every_series_from_two_weeks_of_history()
    {
        var catalog = TestWorld.Catalog();
        var core = new PlanningCore(catalog, new PlanningOptions { DemandBin = Minute * 5 });
        var tick = core.FirstTick(TestWorld.Start);
        var random = new RandomStream(1);
        ImmutableArray<DemandBin> bins = [.. from pool in catalog.Pools
                                             from tier in ServiceTiers.All
                                             from i in Enumerable.Range(0, 14 * 288)
                                             let rate = (1 + Math.Sin(i * 2 * Math.PI / 288)) * 500 * random.NextExponential(1)
                                             select new DemandBin(TestWorld.Series(pool.Id.Model, pool.Id.Region, tier), TestWorld.Start - Minute * 5 * (i + 1), Minute * 5, rate, rate / 5, 1)];
        var input = new TickInput { Now = tick.At, Demand = bins, Pools = TestWorld.AllPools(catalog, 2) };
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var plan = core.OnTick(tick, input).Plan!;

        TestContext.Current.SendDiagnosticMessage($"two weeks, 18 series: {clock.Elapsed.TotalMilliseconds:0} ms; {string.Join(" ", plan.Forecasts.Select(f => f.Method))}");
        Assert.Equal(18, plan.Forecasts.Length);
    }
}
