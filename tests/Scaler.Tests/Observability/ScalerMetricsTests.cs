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

    private static async Task<IEnumerable<string>> GroupAsync(MetricName metric, string label)
    {
        using var page = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page);
        return PrometheusText.Parse(page.ToArray()).All(metric.Name).Where(s => s.Labels[LabelNames.Group] == "metrics-pair").Select(s => $"{s.Labels[label]} {s.Value}").Order(StringComparer.Ordinal);
    }

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
