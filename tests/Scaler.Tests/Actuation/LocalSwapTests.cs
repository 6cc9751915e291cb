using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

/// <summary>Local replicas of two pools: what one gives up the other takes over.</summary>
public sealed class LocalSwapTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private ControlHost _host = null!;
    private LocalFleetActuator _actuator = null!;

    private PoolId Other => new(new DeploymentId(new ModelId("mistral"), _host.Pool.Region), _host.Pool.Accelerator);

    public async ValueTask InitializeAsync()
    {
        _host = await ControlHost.Start("eastus", _folder["fleet.json"]);
        var options = new ActuatorOptions
        {
            Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = _host.Url, FleetFile = _folder["fleet.json"] }],
            DrainNotice = TimeSpan.FromSeconds(1),
        };
        var live = new LiveConfiguration(new ScalerOptions { Actuator = options }, new ServingCatalog(Catalogs.DocumentOf([_host.Pool, Other])));
        _actuator = new LocalFleetActuator(live, _http, new SteadyClock(_time), NullLogger<LocalFleetActuator>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _actuator.Dispose();
        await _host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_other_starts_when_the_one_has_gone_and_counts_once_until_then()
    {
        _host.Add(ReplicaState.Ready, running: 5);
        var idle = _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);

        var receipt = Assert.Single(await _actuator.ApplyAsync([Swap(1)], default));
        Assert.Equal((1, $"draining {idle}; {Other} starts 1 when they are gone"), (receipt.Moved, receipt.Text));
        Assert.Equal("1 ready, 0 starting, 0 of them swapping, 1 draining", await Told(_host.Pool));
        Assert.Equal("0 ready, 1 starting, 1 of them swapping, 0 draining", await Told(Other));

        _time.Advance(TimeSpan.FromSeconds(1));
        await _actuator.ObserveAsync(default);
        Assert.Equal(("drain", idle.Value), _host.Calls.Select(c => (c.Call, c.Subject)).Single());
        _host.Lose(idle);
        Assert.Equal("0 ready, 1 starting, 0 of them swapping, 0 draining", await Told(Other));
        Assert.Equal(("start", Other.ToString()), _host.Calls.Select(c => (c.Call, c.Subject)).Last());
        await _actuator.ObserveAsync(default);
        Assert.Equal(2, _host.Calls.Count);
    }

    [Fact]
    public async Task What_was_killed_makes_way_too()
    {
        var one = _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Swap(1)], default);
        _host.Fail(one);

        Assert.Equal("0 ready, 1 starting, 0 of them swapping, 0 draining", await Told(Other));
        Assert.Equal("0 ready, 0 starting, 0 of them swapping, 0 draining", await Told(_host.Pool));
    }

    [Fact]
    public async Task Who_waits_is_the_first_to_give_way()
    {
        _host.Add(ReplicaState.Ready);
        var served = _host.Add(ReplicaState.Ready, pool: Other);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Swap(1)], default);

        var receipt = Assert.Single(await _actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Stop, Other, 1, "test", "a test asks")], default));

        Assert.Equal((1, "gave up 1 that waited for others to go"), (receipt.Moved, receipt.Text));
        Assert.Equal("1 ready, 0 starting, 0 of them swapping, 0 draining", await Told(Other));
        Assert.Equal("0 ready, 0 starting, 0 of them swapping, 1 draining", await Told(_host.Pool));

        // The other way round there is nobody to take over from but the one that serves.
        receipt = Assert.Single(await _actuator.ApplyAsync([Swap(2) with { Pool = _host.Pool, From = Other }], default));
        Assert.Equal((1, $"draining {served}; {_host.Pool} starts 1 when they are gone"), (receipt.Moved, receipt.Text));
        receipt = Assert.Single(await _actuator.ApplyAsync([Swap(1) with { Pool = Other, From = _host.Pool }], default));
        Assert.Equal((1, $"{Other} starts 1 when they are gone, 1 of them in the place of {_host.Pool} that waited"), (receipt.Moved, receipt.Text));
    }

    [Fact]
    public async Task A_start_that_is_refused_is_dropped_and_planning_decides_anew()
    {
        var one = _host.Add(ReplicaState.Ready);
        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([Swap(1)], default);
        _host.RefuseStarts = true;
        _host.Lose(one);
        await _actuator.ObserveAsync(default);
        _host.RefuseStarts = false;

        Assert.Equal("0 ready, 0 starting, 0 of them swapping, 0 draining", await Told(Other));
    }

    private async Task<string> Told(PoolId pool)
    {
        var count = (await _actuator.ObserveAsync(default))!.Value.Single(c => c.Pool == pool);
        return $"{count.Ready} ready, {count.Starting} starting, {count.Swapping} of them swapping, {count.Draining} draining";
    }

    private ScaleAction Swap(int count) => new(ScaleActionKind.SwapModel, Other, count, "test", "a test asks") { From = _host.Pool };
}
