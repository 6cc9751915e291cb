using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

/// <summary>The local actuator and its reconcile loop against the real emulator, in real time.</summary>
public sealed class EmulatedFleetTests : IAsyncLifetime
{
    private static readonly PoolId Pool = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private EmulatorProcess _emulator = null!;
    private LocalFleetActuator _actuator = null!;
    private FleetReconcileLoop _loop = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorProcess.Start(_folder, Pool, replicas: 2, speed: 120);
        var options = new ActuatorOptions
        {
            Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = _emulator.Url, FleetFile = _folder["fleet.json"] }],
            DrainNotice = TimeSpan.FromSeconds(0.5),
        };
        var clock = new SteadyClock(TimeProvider.System);
        var live = new LiveConfiguration(new ScalerOptions { Actuator = options }, Catalogs.OnePool(Pool));
        _actuator = new LocalFleetActuator(live, _http, clock, NullLogger<LocalFleetActuator>.Instance);
        _loop = new FleetReconcileLoop(_actuator, live, clock, NullLogger<FleetReconcileLoop>.Instance);
        await _loop.StartAsync(default);
        await Eventually.True(() => File.Exists(_folder["fleet.json"]), "the fleet file is there");
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(default);
        _loop.Dispose();
        _actuator.Dispose();
        await _emulator.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_start_is_starting_and_then_serves()
    {
        await _actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Start, Pool, 1, "test", "a test asks")], default);

        Assert.Equal(3, Fleet().Replicas.Length);
        Assert.Equal((2, 1), await Counts());
        await Eventually.True(async () => await Counts() == (3, 0), "the cold start is over");
    }

    [Fact]
    public async Task A_stop_lets_the_running_stream_finish_and_then_the_replica_goes()
    {
        var streams = new List<Task<string>>();
        foreach (var replica in Fleet().Replicas)
        {
            streams.Add(Stream(replica.Url));
        }

        await _actuator.ObserveAsync(default);
        await _actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Stop, Pool, 1, "test", "a test asks")], default);
        Assert.Single(Fleet().Replicas, r => r.Draining);

        foreach (var text in await Task.WhenAll(streams))
        {
            Assert.Contains("[DONE]", text, StringComparison.Ordinal);
        }

        await Eventually.True(() => Fleet().Replicas.Length == 1, "the drained one is gone");
        Assert.False(Assert.Single(Fleet().Replicas).Draining);
    }

    [Fact]
    public async Task A_killed_replica_leaves_the_file_at_once()
    {
        var victim = Fleet().Replicas[0].Id;

        await _emulator.Kill(victim);

        await Eventually.True(() => Fleet().Replicas.All(r => r.Id != victim), "it left the file", TimeSpan.FromSeconds(2));
        Assert.Equal((1, 0), await Counts());
    }

    private async Task<(int Ready, int Starting)> Counts()
    {
        var count = Assert.Single((await _actuator.ObserveAsync(default))!.Value);
        return (count.Ready, count.Starting);
    }

    private FleetDocument Fleet() => JsonSerializer.Deserialize(File.ReadAllBytes(_folder["fleet.json"]), SharedJson.Default.FleetDocument)!;

    private async Task<string> Stream(string url)
    {
        const string body = """{"model":"llama","stream":true,"max_tokens":150,"ignore_eos":true,"messages":[{"role":"user","content":"tell me"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(url + "/v1/chat/completions"), content);
        return await answer.Content.ReadAsStringAsync();
    }
}
