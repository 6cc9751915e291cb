using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>
/// Chiron where all is real but the GPUs: the scaler's executable reads a gateway's, which serves from emulated replicas in an
/// interactive and a batch pool.
/// </summary>
public sealed class ChironLiveTests : IAsyncLifetime
{
    private const double Speed = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PoolId Interactive = Pool("interactive");
    private static readonly PoolId Batch = Pool("batch");

    private readonly TemporaryFolder _folder = new();
    private EmulatorProcess _emulator = null!;
    private GatewayProcess _gateway = null!;
    private ScalerProcess _scaler = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorProcess.Start(_folder, Catalog(), Speed, (Interactive, 2), (Batch, 1));
        var list = JsonSerializer.Deserialize(await _emulator.Http.GetStringAsync(new Uri(_emulator.Url + "/control/replicas")), SharedJson.Default.ReplicaListDocument)!;
        var fleet = new FleetDocument(
            Interactive.Region, 1, [.. list.Replicas.Select(r => new FleetReplica(r.Id, r.Pool.Model, r.Pool.Accelerator, r.Url, Revision: r.Pool.Revision))]);
        _folder.Write("fleet.json", JsonSerializer.Serialize(fleet, SharedJson.Default.FleetDocument));
        var document = Clocks.Fast(Speed).Document;
        var envelope = new JsonObject { ["RealEpoch"] = document.RealEpoch.ToString(), ["EnvelopeEpoch"] = document.EnvelopeEpoch.ToString(), ["Speed"] = Speed };
        _gateway = await GatewayProcess.Start(_folder, envelope, runningLines: 2);
        _scaler = ScalerProcess.Start(_folder, new JsonObject { ["Scaler"] = Scaler(), ["Envelope"] = envelope });
        await _scaler.Ready();
    }

    public async ValueTask DisposeAsync()
    {
        await _scaler.DisposeAsync();
        await _gateway.DisposeAsync();
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Chiron_starts_and_stops_replicas_by_what_the_gateway_tells()
    {
        // Long streams keep both interactive replicas busy; a long queue waits for the batch pool.
        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _gateway.Stream()));
        await Until(Interactive, ScaleActionKind.Start, "busy-high");
        var batch = await _gateway.Submit(lines: 20);
        await Until(Batch, ScaleActionKind.Start, "wait-long");

        foreach (var stream in streams)
        {
            stream.Dispose();
        }

        await Until(Interactive, ScaleActionKind.Stop, "busy-low");
        await _gateway.Cancel(batch);
        await Until(Batch, ScaleActionKind.Stop, "nothing-waits");
        await Eventually.True(async () => await Serving(Interactive) == 1 && await Serving(Batch) == 1, "both pools are back at their minimum", Patience);
    }

    private static PoolId Pool(string revision) =>
        new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"), CapacityType.OnDemand, revision);

    private static CatalogDocument Catalog() => Catalogs.DocumentOf([Interactive, Batch]) with
    {
        Pools =
        [
            new PoolSpec(Interactive, 1, 4, 2) { Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] },
            new PoolSpec(Batch, 1, 3, 1) { Tiers = [ServiceTier.NonInteractive] },
        ],
    };

    // Half a second between two looks. A waiting line is taken to cost long enough for a few of them to pass the window of 24 hours.
    private JsonObject Scaler() => new()
    {
        ["CatalogFile"] = _folder["catalog.json"],
        ["DryRun"] = false,
        ["PlanFile"] = _folder["plan.json"],
        ["Planning"] = new JsonObject
        {
            ["Strategy"] = PlanningStrategies.Chiron,
            ["StaleAfter"] = "00:30:00",
            ["PaceInterval"] = "00:01:00",
            ["Chiron"] = new JsonObject { ["Interval"] = "00:01:00", ["CoolDown"] = "00:01:00", ["PromptSeconds"] = 20_000 },
        },
        ["Source"] = new JsonObject
        {
            ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["AdminUrl"] = _gateway.AdminUrl }),
            ["ScrapeInterval"] = "00:00:00.200",
        },
        ["Actuator"] = new JsonObject
        {
            ["Regions"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["ControlUrl"] = _emulator.Url, ["FleetFile"] = _folder["fleet.json"] }),
            ["DrainNotice"] = "00:00:00.500",
        },
    };

    private Task Until(PoolId pool, ScaleActionKind kind, string reason) => Eventually.True(
        async () => (await _scaler.Get("/admin/state")).GetProperty("actions").EnumerateArray().Any(a =>
            a.GetProperty("pool").GetProperty("revision").GetString() == pool.Revision
            && a.GetProperty("kind").GetString() == kind.ToString()
            && a.GetProperty("reason").GetString() == reason
            && a.GetProperty("applied").GetBoolean()),
        $"{kind} of the {pool.Revision} pool, {reason}",
        Patience);

    private async Task<int> Serving(PoolId pool)
    {
        var text = await _emulator.Http.GetStringAsync(new Uri(_emulator.Url + "/control/replicas"));
        return JsonSerializer.Deserialize(text, SharedJson.Default.ReplicaListDocument)!.Replicas.Count(r => r.Pool == pool && r.State != ReplicaState.Draining);
    }
}
