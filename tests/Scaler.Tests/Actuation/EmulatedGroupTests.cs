using System.Collections.Immutable;
using System.Net.Http.Json;

namespace SageServe.Scaler.Tests;

/// <summary>Engines of a co-resident group on the real emulator: two units, on one of which llama is awake.</summary>
public sealed class EmulatedGroupTests : IAsyncLifetime
{
    private const string Name = "pair";
    private static readonly PoolId Llama = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));
    private static readonly PoolId Qwen = Llama with { Deployment = new DeploymentId(new ModelId("qwen"), Llama.Region) };

    private LocalFleetRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        var plain = Catalogs.DocumentOf([Llama, Qwen]);
        var catalog = plain with
        {
            Groups = [new GroupSpec(Name, Llama.Region, Llama.Accelerator, 1, 4, 2)],
            Pools = [.. plain.Pools.Select(p => p with { MinReplicas = 0, MaxReplicas = 4, InitialReplicas = p.Id == Llama ? 1 : 0, Group = Name })],
        };
        _rig = await LocalFleetRig.StartAsync(new ServingCatalog(catalog), folder => EmulatorProcess.Start(folder, catalog, speed: 120, (Llama, 1)));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_unit_that_sleeps_wakes_and_its_engine_is_told_to_gateways()
    {
        await Eventually.True(async () => await Standing() == (2, 1), "two units, one asleep");
        Assert.Equal([Llama.Model], _rig.Fleet.Replicas.Select(r => r.Model));

        Assert.True((await Apply(ScaleActionKind.Wake, Qwen)).Applied);

        await Eventually.True(() => _rig.Fleet.Replicas.Select(r => r.Model).Order().SequenceEqual([Llama.Model, Qwen.Model]), "both serve");
        Assert.Contains("[DONE]", await _rig.Stream(_rig.Fleet.Replicas.Single(r => r.Model == Qwen.Model).Url, Qwen.Model), StringComparison.Ordinal);
        await Eventually.True(async () => await Count(Qwen) == (1, 0, 0), "it is counted as ready");
    }

    [Fact]
    public async Task An_exchange_lets_the_stream_end_and_never_has_both_awake()
    {
        await Eventually.True(async () => await Standing() == (2, 1), "the units are known");
        var url = _rig.Fleet.Replicas.Single().Url;
        var unit = (await List()).Single(r => r.Url == url).Unit;
        var stream = _rig.Stream(url, Llama.Model);
        await Eventually.True(async () => (await List()).Single(r => r.Url == url).Running == 1, "it runs");

        Assert.True((await Apply(ScaleActionKind.SwapModel, Qwen, Llama)).Applied);

        Assert.True(_rig.Fleet.Replicas.Single().Draining);
        Assert.Equal((0, 1, 0), await Count(Qwen));
        await Eventually.True(
            async () =>
            {
                var engines = (await List()).Where(r => r.Unit == unit).ToArray();
                Assert.True(engines.Count(e => e.State == ReplicaState.Ready) <= 1, "two engines of a unit are awake");
                return engines.Any(e => e.Pool == Qwen && e.State == ReplicaState.Ready);
            },
            "the other one is awake");
        Assert.Contains("[DONE]", await stream, StringComparison.Ordinal);
        await Eventually.True(() => _rig.Fleet.Replicas is [{ Draining: false } only] && only.Model == Qwen.Model, "gateways know");
        ImmutableArray<WakeTime> woke = [];
        await Eventually.True(async () => (woke = [.. woke, .. await Woke()]) is [{ Kind: ScaleActionKind.SwapModel } told] && told.Pool == Qwen, "the exchange is measured");
    }

    [Fact]
    public async Task What_sleeps_is_released_and_what_is_awake_is_not()
    {
        await Eventually.True(async () => await Standing() == (2, 1), "the units are known");

        var receipt = await Apply(ScaleActionKind.Stop, Llama, count: 2);

        Assert.Equal(1, receipt.Moved);
        await Eventually.True(async () => await Standing() == (1, 0), "one is left");
        Assert.Equal((1, 0, 0), await Count(Llama));

        await Apply(ScaleActionKind.Sleep, Llama);
        await Eventually.True(async () => await Standing() == (1, 1), "it sleeps");
        Assert.Empty(_rig.Fleet.Replicas);
    }

    [Fact]
    public async Task A_start_loads_a_unit_and_a_crash_of_an_engine_gives_its_unit_up()
    {
        await Apply(ScaleActionKind.Start, Qwen);
        Assert.Equal(1, Assert.Single(_rig.Actuator.Groups()).Loading);
        await Eventually.True(async () => await Standing() == (3, 1), "a third unit");
        await Eventually.True(async () => await Count(Qwen) == (1, 0, 0), "it serves");
        ImmutableArray<WakeTime> loaded = [];
        await Eventually.True(async () => (loaded = [.. loaded, .. await Woke()]) is [{ Kind: ScaleActionKind.Start, Seconds: > 0 } told] && told.Pool == Qwen, "the load is measured");
        Assert.Equal(0, Assert.Single(_rig.Actuator.Groups()).Loading);

        await _rig.Emulator.Kill(_rig.Fleet.Replicas.Single(r => r.Model == Qwen.Model).Id);

        await Eventually.True(async () => await Standing() == (2, 1) && (await List()).Length == 4, "the unit is gone, its other engine too");
    }

    private async Task<ActionReceipt> Apply(ScaleActionKind kind, PoolId pool, PoolId? from = null, int count = 1)
    {
        await _rig.Actuator.ObserveAsync(default);
        return Assert.Single(await _rig.Actuator.ApplyAsync([new ScaleAction(kind, pool, count, "test", "a test asks") { Group = Name, From = from }], default));
    }

    private async Task<(int Units, int Asleep)> Standing()
    {
        await _rig.Actuator.ObserveAsync(default);
        var group = Assert.Single(_rig.Actuator.Groups());
        return (group.Units, group.Asleep);
    }

    private async Task<IEnumerable<WakeTime>> Woke()
    {
        await _rig.Actuator.ObserveAsync(default);
        return Assert.Single(_rig.Actuator.Groups()).Woke;
    }

    private async Task<(int Ready, int Starting, int Draining)> Count(PoolId pool)
    {
        var count = (await _rig.Actuator.ObserveAsync(default))!.Value.Single(c => c.Pool == pool);
        return (count.Ready, count.Starting, count.Draining);
    }

    private async Task<ImmutableArray<ReplicaDocument>> List() =>
        (await _rig.Http.GetFromJsonAsync(new Uri(_rig.Emulator.Url + "/control/replicas"), SharedJson.Default.ReplicaListDocument))!.Replicas;
}
