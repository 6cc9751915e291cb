namespace SageServe.Scaler.Tests;

/// <summary>The local actuator and its reconcile loop against the real emulator, in real time.</summary>
public sealed class EmulatedFleetTests : IAsyncLifetime
{
    private static readonly PoolId Pool = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));

    private LocalFleetRig _rig = null!;

    public async ValueTask InitializeAsync() =>
        _rig = await LocalFleetRig.StartAsync(Catalogs.OnePool(Pool), folder => EmulatorProcess.Start(folder, Pool, replicas: 2, speed: 120));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_start_is_starting_and_then_serves()
    {
        await _rig.Actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Start, Pool, 1, "test", "a test asks")], default);

        Assert.Equal(3, _rig.Fleet.Replicas.Length);
        Assert.Equal((2, 1), await Counts());
        await Eventually.True(async () => await Counts() == (3, 0), "the cold start is over");
    }

    [Fact]
    public async Task A_stop_lets_the_running_stream_finish_and_then_the_replica_goes()
    {
        var streams = new List<Task<string>>();
        foreach (var replica in _rig.Fleet.Replicas)
        {
            streams.Add(_rig.Stream(replica.Url, Pool.Model));
        }

        await _rig.Actuator.ObserveAsync(default);
        await _rig.Actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Stop, Pool, 1, "test", "a test asks")], default);
        Assert.Single(_rig.Fleet.Replicas, r => r.Draining);

        foreach (var text in await Task.WhenAll(streams))
        {
            Assert.Contains("[DONE]", text, StringComparison.Ordinal);
        }

        await Eventually.True(() => _rig.Fleet.Replicas.Length == 1, "the drained one is gone");
        Assert.False(Assert.Single(_rig.Fleet.Replicas).Draining);
    }

    [Fact]
    public async Task A_killed_replica_leaves_the_file_at_once()
    {
        var victim = _rig.Fleet.Replicas[0].Id;

        await _rig.Emulator.Kill(victim);

        await Eventually.True(() => _rig.Fleet.Replicas.All(r => r.Id != victim), "it left the file", TimeSpan.FromSeconds(2));
        Assert.Equal((1, 0), await Counts());
    }

    private async Task<(int Ready, int Starting)> Counts()
    {
        var count = Assert.Single((await _rig.Actuator.ObserveAsync(default))!.Value);
        return (count.Ready, count.Starting);
    }
}
