using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

/// <summary>One live region: emulated replicas, a scaler and a gateway, as processes, with lossless decision logs.</summary>
internal sealed class LiveRegion : IAsyncDisposable
{
    private const double Speed = 240;
    private readonly TemporaryFolder _folder = new();
    private readonly List<LiveProgram> _programs = [];
    private readonly string _gatewayUrl = Url();
    private readonly string _gatewayAdmin = Url();
    private readonly string _control = Url();
    private readonly string _scalerAdmin = Url();

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Chat => new(_gatewayUrl + "/v1/chat/completions");

    public Uri Public => new(_gatewayUrl);

    public Uri Metrics => new(_gatewayAdmin + "/metrics");

    /// <param name="adjust">Changes the gateway's section.</param>
    public static async Task<LiveRegion> Start(Action<JsonObject>? adjust = null)
    {
        var region = new LiveRegion();
        try
        {
            await region.StartAll(adjust);
            return region;
        }
        catch
        {
            await region.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replicas as the control API lists them.</summary>
    public async Task<ReplicaListDocument> Replicas() => JsonSerializer.Deserialize(
        await Http.GetStringAsync(new Uri(_control + "/control/replicas")), SharedJson.Default.ReplicaListDocument)!;

    public async Task Kill(InstanceId replica)
    {
        using var answer = await Http.PostAsync(new Uri($"{_control}/control/replicas/{replica}/kill"), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the programs, the gateway first, and gives the lines of their logs.</summary>
    public async Task<(List<string> Routing, List<string> Planning)> EndAndReadLogs()
    {
        for (var i = _programs.Count - 1; i >= 0; i--)
        {
            await _programs[i].End();
        }

        return ([.. File.ReadLines(_folder["Gateway.jsonl"])], [.. File.ReadLines(_folder["Scaler.jsonl"])]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        Http.Dispose();
        _folder.Dispose();
    }

    private static string Url() => $"http://127.0.0.1:{FreePort.Find()}";

    private async Task StartAll(Action<JsonObject>? adjust)
    {
        _folder.Write("catalog.json", JsonSerializer.Serialize(SmallWorld.Catalog.Document, SharedJson.Default.CatalogDocument));
        _programs.Add(await LiveProgram.Start("VllmEmulator", _control, Config("VllmEmulator", Emulator()), _folder, Http));
        _programs.Add(await LiveProgram.Start("Scaler", _scalerAdmin, Config("Scaler", Scaler()), _folder, Http));
        await Eventually.True(() => File.Exists(_folder["fleet.json"]), "the scaler writes the fleet file", TimeSpan.FromSeconds(20));
        var gateway = Gateway();
        adjust?.Invoke(gateway);
        _programs.Add(await LiveProgram.Start("Gateway", _gatewayAdmin, Config("Gateway", gateway), _folder, Http));
    }

    private JsonObject Config(string program, JsonObject section) => new()
    {
        [program == "VllmEmulator" ? "Emulator" : program] = section,
        ["Envelope"] = new JsonObject { ["RealEpoch"] = "2026-01-01T00:00:00Z", ["EnvelopeEpoch"] = "2026-01-01T00:00:00Z", ["Speed"] = Speed },
        ["DecisionLog"] = new JsonObject { ["File"] = _folder[program + ".jsonl"], ["Lossless"] = true },
    };

    private JsonObject Emulator() => new()
    {
        ["Region"] = "east",
        ["ControlUrl"] = _control,
        ["CatalogFile"] = _folder["catalog.json"],
        ["Initial"] = new JsonArray(new JsonObject
        {
            ["Pool"] = JsonSerializer.SerializeToNode(SmallWorld.Pool(SmallWorld.East), SharedJson.Default.PoolId),
            ["Count"] = 2,
        }),
    };

    private JsonObject Scaler() => new()
    {
        ["AdminUrl"] = _scalerAdmin,
        ["CatalogFile"] = _folder["catalog.json"],
        ["DryRun"] = false,
        ["PlanFile"] = _folder["plan.json"],
        ["Planning"] = new JsonObject { ["StaleAfter"] = "02:00:00", ["CoolDown"] = "00:10:00" },
        ["Source"] = new JsonObject
        {
            ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = "east", ["AdminUrl"] = _gatewayAdmin }),
            ["ScrapeInterval"] = "00:00:00.200",
        },
        ["Actuator"] = new JsonObject
        {
            ["Regions"] = new JsonArray(new JsonObject { ["Region"] = "east", ["ControlUrl"] = _control, ["FleetFile"] = _folder["fleet.json"] }),
        },
    };

    private JsonObject Gateway() => new()
    {
        ["Region"] = "east",
        ["PublicUrl"] = _gatewayUrl,
        ["AdminUrl"] = _gatewayAdmin,
        ["CatalogFile"] = _folder["catalog.json"],
        ["FleetFile"] = _folder["fleet.json"],
        ["PlanFile"] = _folder["plan.json"],
        ["DataDirectory"] = _folder["data"],
        ["ScrapeInterval"] = "00:00:00.200",
        ["Routing"] = new JsonObject { ["InstancePolicy"] = "power-of-two", ["ReplicaBoundSeconds"] = 1.5 },
    };
}
