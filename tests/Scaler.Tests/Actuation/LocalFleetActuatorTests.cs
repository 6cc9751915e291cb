using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class LocalFleetActuatorTests : IAsyncLifetime
{
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private ControlHost _host = null!;
    private LocalFleetActuator _actuator = null!;
    private LiveConfiguration? _live;

    private string FleetFile => _folder["fleet-eastus.json"];

    private LocalRegionFleet Region => _actuator.Regions.Single();

    public async ValueTask InitializeAsync()
    {
        _host = await ControlHost.Start("eastus", FleetFile);
        _actuator = NewActuator();
    }

    public async ValueTask DisposeAsync()
    {
        _actuator.Dispose();
        await _host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_fleet_file_lists_who_lives_and_follows_who_dies()
    {
        var ready = _host.Add(ReplicaState.Ready);
        var starting = _host.Add(ReplicaState.Starting);
        var killed = _host.Add(ReplicaState.Ready);
        await Region.ReconcileAsync(default);
        Assert.Equal([ready, starting, killed], File().Replicas.Select(r => r.Id));
        var version = File().Version;

        _host.Fail(killed);
        await Region.ReconcileAsync(default);

        Assert.Equal([ready, starting], File().Replicas.Select(r => r.Id));
        Assert.Equal(version + 1, File().Version);
    }

    [Fact]
    public async Task A_file_that_is_still_true_is_not_written_again()
    {
        _host.Add(ReplicaState.Ready);
        await Region.ReconcileAsync(default);
        var version = File().Version;
        await Region.ReconcileAsync(default);
        Assert.Equal(version, File().Version);

        System.IO.File.Delete(FleetFile);
        await Region.ReconcileAsync(default);
        Assert.Equal(version + 1, File().Version);
    }

    [Fact]
    public async Task A_replica_is_marked_in_the_file_and_drains_only_after_the_notice()
    {
        _host.Add(ReplicaState.Ready, running: 5);
        var idle = _host.Add(ReplicaState.Ready, running: 1);
        await _actuator.ObserveAsync(default);

        var receipt = Assert.Single(await _actuator.ApplyAsync([Stop(1)], default));
        Assert.True(receipt.Applied);
        Assert.Contains(idle.Value, receipt.Text, StringComparison.Ordinal);
        Assert.True(File().Replicas.Single(r => r.Id == idle).Draining);

        await Region.ReconcileAsync(default);
        _time.Advance(Notice - TimeSpan.FromMilliseconds(1));
        await Region.ReconcileAsync(default);
        Assert.Empty(_host.Calls);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Region.ReconcileAsync(default);
        Assert.Equal(new ControlCall("drain", idle.Value, Marked: true), Assert.Single(_host.Calls));
    }

    [Fact]
    public async Task A_replica_on_its_way_out_counts_as_draining_at_once()
    {
        _host.Add(ReplicaState.Ready);
        _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Stop(1)], default);

        var count = Assert.Single((await _actuator.ObserveAsync(default))!.Value);
        Assert.Equal((1, 0, 1), (count.Ready, count.Starting, count.Draining));
    }

    [Fact]
    public async Task Stopping_takes_those_that_have_yet_to_serve_and_then_the_least_busy_and_no_more_than_asked()
    {
        var busy = _host.Add(ReplicaState.Ready, running: 9);
        var quiet = _host.Add(ReplicaState.Ready, running: 2);
        var young = _host.Add(ReplicaState.Starting);
        await _actuator.ObserveAsync(default);

        await _actuator.ApplyAsync([Stop(2)], default);

        Assert.Equal([(busy, false), (quiet, true), (young, true)], File().Replicas.Select(r => (r.Id, r.Draining)));
        await Region.ReconcileAsync(default);
        Assert.Equal("stop " + young, Assert.Single(_host.Calls) is var call ? $"{call.Call} {call.Subject}" : "");
    }

    [Fact]
    public async Task Started_replicas_are_in_the_file_before_the_receipt()
    {
        await _actuator.ObserveAsync(default);

        var receipt = Assert.Single(await _actuator.ApplyAsync([Start(2)], default));

        Assert.Equal(2, receipt.Moved);
        Assert.Equal(2, File().Replicas.Length);
        var count = Assert.Single((await _actuator.ObserveAsync(default))!.Value);
        Assert.Equal((0, 2, 0), (count.Ready, count.Starting, count.Draining));
    }

    [Fact]
    public async Task A_drain_that_fails_is_tried_again()
    {
        var only = _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Stop(1)], default);
        _time.Advance(Notice);

        _host.Broken = true;
        Assert.False(await Region.ReconcileAsync(default));
        _host.Broken = false;
        Assert.True(await Region.ReconcileAsync(default));

        Assert.Equal(new ControlCall("drain", only.Value, Marked: true), Assert.Single(_host.Calls));
    }

    [Fact]
    public async Task A_scaler_that_starts_again_goes_on_with_what_it_had_begun()
    {
        var leaving = _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Stop(1)], default);
        var version = File().Version;

        using var second = NewActuator();
        await second.ObserveAsync(default);

        Assert.Equal(new ControlCall("drain", leaving.Value, Marked: true), Assert.Single(_host.Calls));
        Assert.True(File().Version >= version);
    }

    [Fact]
    public async Task An_empty_pool_of_the_catalog_is_told_and_a_region_that_cannot_be_read_is_unknown()
    {
        var count = Assert.Single((await _actuator.ObserveAsync(default))!.Value);
        Assert.Equal(new PoolCount(_host.Pool, 0, 0, 0, count.Age), count);

        _host.Broken = true;
        Assert.Null(await _actuator.ObserveAsync(default));
    }

    [Fact]
    public async Task What_fails_is_told_in_the_receipt()
    {
        await _actuator.ObserveAsync(default);
        _host.Broken = true;
        var elsewhere = new PoolId(new DeploymentId(new ModelId("llama"), new RegionId("mars")), new AcceleratorId("a100"));

        var receipts = await _actuator.ApplyAsync([Start(1), Start(1) with { Pool = elsewhere }], default);

        Assert.All(receipts, r => Assert.False(r.Applied));
        Assert.StartsWith("failed", receipts[0].Text, StringComparison.Ordinal);
        Assert.Contains("mars", receipts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_keeps_the_directory_and_touches_nothing()
    {
        var only = _host.Add(ReplicaState.Ready);
        var dry = new DryRunActuator(_actuator, _live!);
        Assert.Single((await dry.ObserveAsync(default))!.Value);
        var version = File().Version;

        var receipts = await dry.ApplyAsync([Stop(1), Start(3)], default);
        _time.Advance(Notice);
        await Region.ReconcileAsync(default);

        Assert.All(receipts, r => Assert.False(r.Applied));
        Assert.Equal($"dry run: would drain {only}", receipts[0].Text);
        Assert.Equal($"dry run: would start 3 of {_host.Pool}", receipts[1].Text);
        Assert.Empty(_host.Calls);
        Assert.Equal(version, File().Version);
    }

    [Fact]
    public async Task A_drain_that_has_begun_goes_on_whatever_the_configuration_becomes()
    {
        var leaving = _host.Add(ReplicaState.Ready);
        _host.Add(ReplicaState.Ready);
        await Region.ReconcileAsync(default);
        await _actuator.ApplyAsync([Stop(1)], default);
        leaving = Assert.Single(File().Replicas, r => r.Draining).Id;

        // Another notice, another limit, and a catalog without the pool.
        var now = _live!.Current;
        var other = Catalogs.OnePool(new PoolId(new DeploymentId(_host.Pool.Model, _host.Pool.Region), _host.Pool.Accelerator, CapacityType.Spot));
        _live.Swap(new ConfigurationSet(
            now.Options with { Actuator = now.Options.Actuator with { DrainNotice = TimeSpan.FromHours(1), DrainLimit = TimeSpan.FromSeconds(7) } }, other, 2));
        await Region.ReconcileAsync(default);
        Assert.DoesNotContain(_host.Calls, c => c.Call == "drain");
        Assert.Single(File().Replicas, r => r.Draining && r.Id == leaving);

        _time.Advance(Notice);
        await Region.ReconcileAsync(default);
        Assert.Contains(_host.Calls, c => c.Call == "drain" && c.Subject == leaving.Value);
        Assert.Equal(1, (await _actuator.ObserveAsync(default))!.Value.Single(p => p.Pool == _host.Pool).Draining);
        Assert.Contains((await _actuator.ObserveAsync(default))!.Value, p => p.Pool.CapacityType == CapacityType.Spot);
    }

    [Fact]
    public async Task A_dry_run_becomes_a_real_one_and_back()
    {
        _host.Add(ReplicaState.Ready);
        await Region.ReconcileAsync(default);
        var actuator = new DryRunActuator(_actuator, _live!);
        foreach (var dry in new[] { true, false, true })
        {
            _live!.Swap(_live.Current with { Options = _live.Current.Options with { DryRun = dry } });
            var before = _host.Calls.Count;
            Assert.Equal(!dry, Assert.Single(await actuator.ApplyAsync([Start(1)], default)).Applied);
            Assert.Equal(dry ? before : before + 1, _host.Calls.Count);
        }
    }

    private LiveConfiguration NewLive() => new(
        new ScalerOptions
        {
            Actuator = new ActuatorOptions
            {
                Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = _host.Url, FleetFile = FleetFile }],
                DrainNotice = Notice,
            },
        },
        Catalogs.OnePool(_host.Pool));

    private LocalFleetActuator NewActuator() => new(
        _live ??= NewLive(),
        _http,
        new SteadyClock(_time),
        NullLogger<LocalFleetActuator>.Instance);

    private FleetDocument File() => JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(FleetFile), SharedJson.Default.FleetDocument)!;

    private ScaleAction Start(int count) => new(ScaleActionKind.Start, _host.Pool, count, "test", "a test asks");

    private ScaleAction Stop(int count) => new(ScaleActionKind.Stop, _host.Pool, count, "test", "a test asks");
}
