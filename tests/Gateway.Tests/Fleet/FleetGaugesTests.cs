using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>What a gateway publishes of its pools. Metrics are one registry a process, so each test has a region of its own.</summary>
public sealed class FleetGaugesTests : IDisposable
{
    private static int _regions;
    private readonly ManualTimeProvider _time = new();
    private readonly RegionId _region = new($"gauges-{Interlocked.Increment(ref _regions)}");
    private readonly SteadyClock _clock;
    private readonly CurrentFleet _current;
    private readonly DispatchTable _dispatchers;
    private readonly DeferredReadout _deferred;
    private readonly FleetGauges _gauges;
    private readonly List<DispatchTicket> _tickets = [];
    private int _version;

    public FleetGaugesTests()
    {
        _clock = new SteadyClock(_time);
        var options = new GatewayOptions { Region = _region.Value };
        var catalog = new ServingCatalog(Document());
        _current = new CurrentFleet(options);
        _dispatchers = new DispatchTable(
            catalog, options, _clock, new DecisionLog(new DecisionLogOptions(), NullLogger<DecisionLog>.Instance), NullLogger<DispatchTable>.Instance);
        _deferred = new DeferredReadout(_clock);
        _gauges = new FleetGauges(_current, _dispatchers, new PoolGauges(_clock), new PoolWorkGauges(_deferred, options), new BacklogGauges(_deferred, _clock, options), new HealthGauges(_clock), new LiveConfiguration(options, catalog), options);
    }

    private PoolId Interactive => Pool("interactive");

    private PoolId Batch => Pool("batch");

    [Fact]
    public async Task Each_pool_has_its_own_load()
    {
        See(Replica("a", Interactive, kv: 0.2), Replica("b", Interactive, kv: 0.4), Replica("c", Batch, kv: 0.9), Replica("d", Batch, InstancePhase.Starting));
        _time.Advance(TimeSpan.FromSeconds(2));
        var page = await PageAsync();

        Assert.Equal(0.3, Value(page, MetricNames.FleetKvUtilization, Interactive)!.Value, 6);
        Assert.Equal(0.9, Value(page, MetricNames.FleetKvUtilization, Batch)!.Value, 6);
        Assert.Equal(0.3, Value(page, MetricNames.FleetPressure, Interactive)!.Value, 6);
        Assert.Equal(0.9, Value(page, MetricNames.FleetPressure, Batch)!.Value, 6);
        Assert.Equal(2, Value(page, MetricNames.FleetMetricsAge, Batch));
        Assert.Equal((2, 1, 1), (Ready(page, Interactive), Ready(page, Batch), Value(page, MetricNames.FleetReplicas, Batch, (LabelNames.Phase, "starting"))));
    }

    [Fact]
    public async Task A_replica_tells_its_interactive_requests_and_is_gone_with_its_replica()
    {
        See(Replica("a", Interactive), Replica("b", Batch));
        var fast = Arrive(ServiceTier.InteractiveFast);
        var normal = Arrive(ServiceTier.InteractiveNormal);
        Arrive(ServiceTier.NonInteractive);
        var page = await PageAsync();
        Assert.Equal((2, 0), (Busy(page, Interactive, "a"), Busy(page, Batch, "b")));

        _dispatchers[TestCatalog.Model].AttemptEnded(fast.Request.Id, AttemptOutcome.Succeeded, 10);
        _dispatchers[TestCatalog.Model].AttemptEnded(normal.Request.Id, AttemptOutcome.Succeeded, 10);
        Assert.Equal(0, Busy(await PageAsync(), Interactive, "a"));

        // One that drains is no replica to count, and one that left must not stay behind.
        See(Replica("a", Interactive, InstancePhase.Draining));
        page = await PageAsync();
        Assert.Null(Busy(page, Interactive, "a"));
        Assert.Null(Busy(page, Batch, "b"));
        Assert.Equal((0, 0), (Ready(page, Interactive), Ready(page, Batch)));
    }

    [Fact]
    public async Task Patient_work_is_told_until_its_last_token()
    {
        See(Replica("a", Interactive), Replica("b", Batch));
        var one = Arrive(ServiceTier.NonInteractive, prompt: 100, output: 50);
        var two = Arrive(ServiceTier.NonInteractive, prompt: 30, output: 20);
        Arrive(ServiceTier.InteractiveFast, prompt: 500, output: 60);
        Assert.Equal((2, 130, 70), Patient(await PageAsync(), Batch));
        Assert.Equal((0, 0, 0), Patient(await PageAsync(), Interactive));

        _dispatchers[TestCatalog.Model].Progressed(one.Request.Id, 10);
        Assert.Equal((1, 30, 60), Patient(await PageAsync(), Batch));

        // More than was expected takes nothing off the others' beyond zero; what drains is still ahead of the pool.
        _dispatchers[TestCatalog.Model].Progressed(one.Request.Id, 200);
        Assert.Equal((1, 30, 0), Patient(await PageAsync(), Batch));
        See(Replica("a", Interactive), Replica("b", Batch, InstancePhase.Draining));
        _dispatchers[TestCatalog.Model].AttemptEnded(one.Request.Id, AttemptOutcome.Succeeded, 200);
        Assert.Equal((1, 30, 20), Patient(await PageAsync(), Batch));
        _dispatchers[TestCatalog.Model].AttemptEnded(two.Request.Id, AttemptOutcome.Succeeded, 20);
        Assert.Equal((0, 0, 0), Patient(await PageAsync(), Batch));
    }

    [Fact]
    public async Task The_deferred_queue_is_told_at_pools_for_patient_work_and_unknown_when_nobody_saw_it_lately()
    {
        See(Replica("a", Interactive), Replica("b", Batch));
        Assert.Equal((double.NaN, double.NaN, double.NaN), Queue(await PageAsync(), Batch));
        Assert.Equal((0, 0, 0), Queue(await PageAsync(), Interactive));

        var group = new DeferredGroupState { Id = "batch_1", Tenant = new TenantId("a"), Deadline = _clock.Now, Waiting = 5, Delayed = 2, Leased = 9, PromptTokens = 700, OutputTokens = 70 };
        _deferred.See(TestCatalog.Model, DeferredLaneState.Empty with { Groups = [group] });
        Assert.Equal((7, 700, 70), Queue(await PageAsync(), Batch));
        Assert.Equal((0, 0, 0), Queue(await PageAsync(), Interactive));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((double.NaN, double.NaN, double.NaN), Queue(await PageAsync(), Batch));
    }

    [Fact]
    public async Task Patient_work_is_told_by_its_deadlines_and_vanishes_when_nobody_saw_it_lately()
    {
        Assert.Null(Due(await PageAsync(), MetricNames.BacklogReplicasDue, null));
        DeferredGroupState Group(string id, double hours, long idle, double seconds) => new()
        {
            Id = id, Tenant = new TenantId("a"), Deadline = _clock.Now + TimeSpan.FromHours(hours), Waiting = idle, Leased = 4, PromptTokens = (long)seconds * 10, WorkSeconds = seconds,
        };
        _deferred.See(TestCatalog.Model, DeferredLaneState.Empty with { Groups = [Group("a", 3, 2, 3600), Group("b", 1.5, 1, 2700), Group("c", 0.5, 0, 0)] });

        var page = await PageAsync();
        Assert.Equal(
            [0, 2700, 6300, 6300, 6300, 6300, 6300],
            DueHorizons.Names.Select(n => Due(page, MetricNames.BacklogDueWork, n)!.Value));
        Assert.Equal(27_000, Due(page, MetricNames.BacklogDuePrompt, "2h"));
        Assert.Equal(6300.0 / 10_800, Due(page, MetricNames.BacklogReplicasDue, null)!.Value, 9);

        // An empty queue is told as such; one that nobody saw is not.
        _deferred.See(TestCatalog.Model, DeferredLaneState.Empty);
        Assert.Equal(0, Due(await PageAsync(), MetricNames.BacklogReplicasDue, null));
        _time.Advance(TimeSpan.FromSeconds(6));
        page = await PageAsync();
        Assert.Null(Due(page, MetricNames.BacklogReplicasDue, null));
        Assert.Null(Due(page, MetricNames.BacklogDueWork, "+Inf"));
    }

    [Fact]
    public async Task A_pool_of_too_many_replicas_tells_nothing_of_its_work()
    {
        var replicas = Enumerable.Range(0, PoolWorkGauges.MaxReplicas + 1).Select(i => Replica($"r{i:0000}", Interactive)).ToArray();
        See(replicas[..^1]);
        Assert.NotNull(Value(await PageAsync(), MetricNames.PoolPatientWaiting, Interactive));
        See(replicas);
        var page = await PageAsync();
        Assert.Null(Value(page, MetricNames.PoolPatientWaiting, Interactive));
        Assert.Null(Busy(page, Interactive, "r0000"));
        Assert.Equal(PoolWorkGauges.MaxReplicas + 1, Ready(page, Interactive));
    }

    public void Dispose()
    {
        See();
        _gauges.Update();
        _dispatchers.Dispose();
        _tickets.ForEach(t => t.Dispose());
    }

    private CatalogDocument Document()
    {
        var document = TestCatalog.Document();
        return document with
        {
            Regions = [new RegionSpec(_region, [new RegionCapacity(TestCatalog.Gpu, 2000)], [])],
            Pools =
            [
                new PoolSpec(Interactive, 0, 2000, 1) { Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] },
                new PoolSpec(Batch, 0, 10, 1) { Tiers = [ServiceTier.NonInteractive] },
            ],
        };
    }

    private PoolId Pool(string revision) => new(new DeploymentId(TestCatalog.Model, _region), TestCatalog.Gpu, CapacityType.OnDemand, revision);

    private InstanceSnapshot Replica(string id, PoolId pool, InstancePhase phase = InstancePhase.Ready, double kv = 0) => new()
    {
        Id = new InstanceId(id),
        Pool = pool,
        Phase = phase,
        MetricsAt = _clock.Now,
        KvUsage = new Utilization(kv),
        KvCapacityTokens = 16_000,
        MaxSequences = 64,
    };

    private void See(params InstanceSnapshot[] replicas)
    {
        var builder = new FleetSnapshotBuilder(_region);
        foreach (var replica in replicas)
        {
            builder.Add(replica);
        }

        var fleet = builder.Build(_clock.Now, ++_version);
        _current.Swap(fleet);
        _dispatchers.FleetChanged(fleet);
    }

    private DispatchTicket Arrive(ServiceTier tier, int prompt = 10, int output = 5)
    {
        var ticket = new DispatchTicket(new InferenceRequest
        {
            Id = RequestIds.New(),
            Model = TestCatalog.Model,
            Tier = tier,
            Tenant = new TenantId("t"),
            Origin = _region,
            PromptTokens = prompt,
            ExpectedOutputTokens = output,
            Arrived = _clock.Now,
            Deadline = _clock.Now + TimeSpan.FromHours(1),
        });
        _tickets.Add(ticket);
        Assert.True(tier.IsInteractive() ? _dispatchers[TestCatalog.Model].TryArrive(ticket) : _dispatchers[TestCatalog.Model].TryOffer(ticket));
        return ticket;
    }

    private async Task<PrometheusScrape> PageAsync()
    {
        _gauges.Update();
        using var page = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(page);
        return PrometheusText.Parse(page.ToArray());
    }

    private static double? Value(PrometheusScrape page, MetricName metric, PoolId pool, (string Name, string Value)? more = null)
    {
        var wanted = PoolLabels.Names.Zip(PoolLabels.Values(pool)).Concat(more is { } label ? [label] : []).ToArray();
        return page.All(metric.Name).Where(s => wanted.All(w => s.Labels.GetValueOrDefault(w.Item1) == w.Item2)).Select(s => (double?)s.Value).SingleOrDefault();
    }

    private double? Due(PrometheusScrape page, MetricName metric, string? within) => page.All(metric.Name)
        .Where(s => s.Labels[LabelNames.Region] == _region.Value && (within is null || s.Labels[LabelNames.Within] == within)).Select(s => (double?)s.Value).SingleOrDefault();

    private static double? Busy(PrometheusScrape page, PoolId pool, string replica) => Value(page, MetricNames.ReplicaInteractive, pool, (LabelNames.Replica, replica));

    private static double? Ready(PrometheusScrape page, PoolId pool) => Value(page, MetricNames.FleetReplicas, pool, (LabelNames.Phase, "ready"));

    private static (double?, double?, double?) Patient(PrometheusScrape page, PoolId pool) =>
        (Value(page, MetricNames.PoolPatientWaiting, pool), Value(page, MetricNames.PoolPatientPrompt, pool), Value(page, MetricNames.PoolPatientOutput, pool));

    private static (double?, double?, double?) Queue(PrometheusScrape page, PoolId pool) =>
        (Value(page, MetricNames.PoolDeferredWaiting, pool), Value(page, MetricNames.PoolDeferredPrompt, pool), Value(page, MetricNames.PoolDeferredOutput, pool));
}
