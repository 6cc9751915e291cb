using System.Collections.Immutable;

namespace SageServe.Scaler.Tests;

/// <summary>What the scaler's gauges show. One registry a process: the pools here are of a region of their own.</summary>
public sealed class ScalerMetricsTests
{
    private static readonly DeploymentId Deployment = new(new ModelId("llama"), new RegionId("metrics-region"));
    private static readonly PoolId OnDemand = new(Deployment, new AcceleratorId("gpu"));
    private static readonly PoolId Spot = OnDemand with { CapacityType = CapacityType.Spot };

    private readonly ScalerMetrics _metrics = new();

    [Fact]
    public async Task Pools_that_differ_in_what_is_bought_alone_have_targets_of_their_own_and_a_pool_that_left_the_plan_has_none()
    {
        _metrics.Planned(Plan(new PoolTarget(OnDemand, 1, 3) { ReadySeconds = 160 }, new PoolTarget(Spot, 0, 5)), TimeSpan.FromSeconds(1));
        Assert.Equal((160, null), (await ValueAsync(MetricNames.PoolTimeToReady, OnDemand), await ValueAsync(MetricNames.PoolTimeToReady, Spot)));
        Assert.Equal((3, 5), (await ValueAsync(MetricNames.PlanReplicasTarget, OnDemand), await ValueAsync(MetricNames.PlanReplicasTarget, Spot)));

        _metrics.Planned(Plan(new PoolTarget(OnDemand, 3, 2)), TimeSpan.FromSeconds(1));
        Assert.Equal((2, null), (await ValueAsync(MetricNames.PlanReplicasTarget, OnDemand), await ValueAsync(MetricNames.PlanReplicasTarget, Spot)));
        Assert.Null(await ValueAsync(MetricNames.PoolTimeToReady, OnDemand));
    }

    [Fact]
    public async Task What_a_tick_saw_of_replicas_is_gone_when_they_cannot_be_listed()
    {
        _metrics.Tick(frozen: false, null, [new PoolFacts(OnDemand, 4, 1, 2, null, null, TimeSpan.Zero)]);
        Assert.Equal(
            (4, 1, 2),
            (await ValueAsync(MetricNames.ScalerReplicas, OnDemand, "ready"), await ValueAsync(MetricNames.ScalerReplicas, OnDemand, "starting"), await ValueAsync(MetricNames.ScalerReplicas, OnDemand, "draining")));

        _metrics.Tick(frozen: true, null, null);
        Assert.Null(await ValueAsync(MetricNames.ScalerReplicas, OnDemand, "ready"));
    }

    [Fact]
    public async Task Units_of_a_group_are_told_by_what_they_do_and_are_gone_with_it()
    {
        var other = OnDemand with { Deployment = Deployment with { Model = new ModelId("qwen") } };
        var plain = Catalogs.DocumentOf([OnDemand, other]);
        var catalog = new ServingCatalog(plain with
        {
            Groups = [new GroupSpec("metrics-pair", Deployment.Region, OnDemand.Accelerator, 1, 9, 4)],
            Pools = [.. plain.Pools.Select(p => p with { MinReplicas = 0, MaxReplicas = 9, Group = "metrics-pair" })],
        });
        var input = new TickInput
        {
            Now = Instant.FromUnixSeconds(1),
            Demand = null,
            Pools = [new PoolFacts(OnDemand, 3, 1, 0, null, null, TimeSpan.Zero), new PoolFacts(other, 1, 1, 1, null, null, TimeSpan.Zero)],
            Groups = [new GroupFacts("metrics-pair", 9, 2) { Loading = 1, Leaving = 4 }, new GroupFacts("not-in-the-catalog", 1, 1)],
        };
        var standing = Assert.Single(GroupStanding.Of(input, catalog));
        Assert.Equal(("metrics-pair", 6, 2, 1, 4), (standing.Group, standing.Awake, standing.Asleep, standing.Loading, standing.Leaving));
        Assert.Equal([new PoolStanding(OnDemand, 3, 1, 0), new PoolStanding(other, 1, 1, 1)], standing.Members);

        _metrics.Groups([standing]);
        Assert.Equal(["asleep 2", "awake 6", "leaving 4", "loading 1"], await GroupAsync(MetricNames.ScalerGroupUnits, LabelNames.State));
        Assert.Equal(["llama 3", "qwen 1"], await GroupAsync(MetricNames.ScalerGroupAwake, LabelNames.Model));

        _metrics.Groups([]);
        Assert.Empty(await GroupAsync(MetricNames.ScalerGroupUnits, LabelNames.State));
        Assert.Empty(await GroupAsync(MetricNames.ScalerGroupAwake, LabelNames.Model));
    }

    [Fact]
    public async Task What_is_held_is_counted_in_gpus_and_dollars_and_a_group_pays_once_for_all_its_models()
    {
        var shared = OnDemand with { Deployment = Deployment with { Model = new ModelId("qwen") } };
        var other = OnDemand with { Deployment = Deployment with { Model = new ModelId("phi") } };
        var plain = Catalogs.DocumentOf([OnDemand, Spot, shared, other]);
        var catalog = new ServingCatalog(plain with
        {
            Accelerators = [.. plain.Accelerators.Select(a => a with { Gpus = 4, UsdPerGpuHour = 2.5, SpotUsdPerGpuHour = 1 })],
            Groups = [new GroupSpec("metrics-group", Deployment.Region, OnDemand.Accelerator, 0, 99, 9)],
            Pools = [.. plain.Pools.Select(p => p.Id == shared || p.Id == other ? p with { MinReplicas = 0, Group = "metrics-group" } : p)],
        });
        var input = new TickInput
        {
            Now = Instant.FromUnixSeconds(1),
            Demand = null,
            Pools = [new PoolFacts(OnDemand, 2, 1, 1, null, null, TimeSpan.Zero), new PoolFacts(Spot, 3, 0, 0, null, null, TimeSpan.Zero), new PoolFacts(shared, 1, 0, 0, null, null, TimeSpan.Zero)],
            Groups = [new GroupFacts("metrics-group", 2, 1) { Leaving = 1 }],
        };

        _metrics.Held(HeldCapacity.Of(input, catalog));
        Assert.Equal(["llama/on-demand/ 16", "llama/spot/ 12", "/on-demand/metrics-group 12"], await HeldAsync(MetricNames.ScalerGpus));
        Assert.Equal(["llama/on-demand/ 40", "llama/spot/ 12", "/on-demand/metrics-group 30"], await HeldAsync(MetricNames.ScalerUsdPerHour));

        _metrics.Held(HeldCapacity.Of(input with { Pools = null, Groups = null }, catalog));
        Assert.Empty(await HeldAsync(MetricNames.ScalerGpus));
        Assert.Empty(await HeldAsync(MetricNames.ScalerUsdPerHour));
    }

    [Fact]
    public async Task The_band_of_a_forecast_is_the_busiest_bin_of_the_nearest_window()
    {
        var series = new DemandSeriesId(Deployment.Model, Deployment.Region, ServiceTier.InteractiveFast);
        WindowOutlook Window(int lead, double scale) => new(
            TimeSpan.FromMinutes(lead), TimeSpan.FromHours(1), new LoadQuantiles(1, 2, 3, 4, 5), new LoadQuantiles(10 * scale, 20 * scale, 30 * scale, 40 * scale, 50 * scale));
        var forecast = new SeriesForecast(series, "naive", 99, null, []) { Windows = [Window(5, 1), Window(20, 7)] };
        _metrics.Planned(Plan() with { Forecasts = [forecast] }, TimeSpan.FromSeconds(1));
        Assert.Equal(["0.05 10", "0.5 20", "0.95 40"], await BandAsync());
        _metrics.Planned(Plan() with { Forecasts = [forecast with { Windows = [] }] }, TimeSpan.FromSeconds(1));
        Assert.Empty(await BandAsync());
    }

    private static async Task<IEnumerable<string>> HeldAsync(MetricName metric) => (await PageAsync()).All(metric.Name)
        .Where(s => s.Labels[LabelNames.Region] == Deployment.Region.Value)
        .Select(s => $"{s.Labels.GetValueOrDefault(LabelNames.Model)}/{s.Labels[LabelNames.CapacityType]}/{s.Labels.GetValueOrDefault(LabelNames.Group)} {s.Value}");

    private static async Task<IEnumerable<string>> BandAsync() => (await PageAsync()).All(MetricNames.ForecastBand.Name)
        .Where(s => s.Labels[LabelNames.OriginRegion] == Deployment.Region.Value).Select(s => $"{s.Labels[LabelNames.Quantile]} {s.Value}");

    private static async Task<PrometheusScrape> PageAsync()
    {
        using var page = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page);
        return PrometheusText.Parse(page.ToArray());
    }

    private static async Task<IEnumerable<string>> GroupAsync(MetricName metric, string label) => (await PageAsync()).All(metric.Name)
        .Where(s => s.Labels[LabelNames.Group] == "metrics-pair").Select(s => $"{s.Labels[label]} {s.Value}").Order(StringComparer.Ordinal);

    private static PlanDocument Plan(params PoolTarget[] targets) => new()
    {
        Epoch = 1,
        Version = 1,
        IssuedAt = Instant.FromUnixSeconds(1),
        ExpiresAt = Instant.FromUnixSeconds(2),
        Strategy = "test",
        Allocator = "test",
        Targets = [.. targets],
        Forecasts = [],
    };

    private static async Task<double?> ValueAsync(MetricName metric, PoolId pool, string? phase = null)
    {
        using var page = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page);
        var labels = PoolLabels.Names.Zip(PoolLabels.Values(pool)).ToImmutableArray();
        return PrometheusText.Parse(page.ToArray()).All(metric.Name)
            .Where(s => labels.All(l => s.Labels[l.First] == l.Second) && (phase is null || s.Labels[LabelNames.Phase] == phase))
            .Select(s => (double?)s.Value).SingleOrDefault();
    }
}
