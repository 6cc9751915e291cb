using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>Three regions, each with replicas behind a control API, a gateway that tells of its demand, and as many scaler processes as a test starts.</summary>
internal sealed class RegionalRig : IAsyncDisposable
{
    public const string Secret = "between-scalers";
    public static readonly string[] Regions = ["eastus", "northus", "westus"];

    private readonly SortedDictionary<string, (ControlHost Host, ScriptedGateway Gateway, string PeerUrl)> _regions = new(StringComparer.Ordinal);
    private readonly List<ScalerProcess> _started = [];

    public TemporaryFolder Folder { get; } = new();

    public EnvelopeClock Clock { get; } = Clocks.Fast(120);

    public ControlHost Host(string region) => _regions[region].Host;

    public string PeerUrl(string region) => _regions[region].PeerUrl;

    public async Task StartAsync()
    {
        foreach (var region in Regions)
        {
            var host = await ControlHost.Start(region, Folder[$"{region}.fleet.json"]);
            host.Add(ReplicaState.Ready);
            host.Add(ReplicaState.Ready);
            _regions[region] = (host, await ScriptedGateway.Start(Clock, TimeSpan.FromMinutes(1), region, host.Pool), $"http://127.0.0.1:{FreePort.Find()}");
        }

        Folder.Write("catalog.json", JsonSerializer.Serialize(Catalogs.DocumentOf([.. _regions.Values.Select(r => r.Host.Pool)]), SharedJson.Default.CatalogDocument));
    }

    /// <param name="region">Whose scaler.</param>
    /// <param name="name">Of its files; two of one region must differ.</param>
    /// <param name="change">What is different about it.</param>
    public ScalerProcess Scaler(string region, string? name = null, Action<JsonObject>? change = null)
    {
        var config = Config(region, name ?? region);
        change?.Invoke(config["Scaler"]!.AsObject());
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        config["Scaler"]!["AdminUrl"] = url;
        var scaler = ScalerProcess.Start(Folder.Write($"{name ?? region}.scaler.json", config.ToJsonString()), url, name ?? region);
        _started.Add(scaler);
        return scaler;
    }

    /// <summary>As it stands in the state of each; a process that does not answer leads nothing.</summary>
    public static async Task<(bool Paces, bool Plans)> LeadsAsync(ScalerProcess scaler)
    {
        try
        {
            var leads = (await scaler.Get("/admin/state")).GetProperty("leads");
            return (leads.GetProperty("paces").GetBoolean(), leads.GetProperty("plans").GetBoolean());
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    /// <summary>Epoch and version of the plan that it goes by; (0, 0) without one.</summary>
    public static async Task<(long Epoch, long Version)> PlanAsync(ScalerProcess scaler)
    {
        try
        {
            var plan = await scaler.Get("/admin/plan");
            return (plan.GetProperty("epoch").GetInt64(), plan.GetProperty("version").GetInt64());
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scaler in _started)
        {
            await scaler.DisposeAsync();
        }

        foreach (var (host, gateway, _) in _regions.Values)
        {
            await host.DisposeAsync();
            await gateway.DisposeAsync();
        }

        Folder.Dispose();
    }

    private JsonObject Config(string region, string name) => new()
    {
        ["Scaler"] = new JsonObject
        {
            ["CatalogFile"] = Folder["catalog.json"],
            ["DryRun"] = false,
            ["PlanFile"] = Folder[$"{name}.plan.json"],
            ["Planning"] = new JsonObject { ["StaleAfter"] = "00:30:00", ["PlanInterval"] = "00:15:00", ["Strategy"] = "lt-i" },
            ["Source"] = new JsonObject
            {
                ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = region, ["AdminUrl"] = _regions[region].Gateway.Url }),
                ["ScrapeInterval"] = "00:00:00.200",
            },
            ["Actuator"] = new JsonObject
            {
                ["Regions"] = new JsonArray(new JsonObject { ["Region"] = region, ["ControlUrl"] = Host(region).Url, ["FleetFile"] = Folder[$"{region}.fleet.json"] }),
            },
            ["Regional"] = new JsonObject
            {
                ["Region"] = region,
                ["Url"] = PeerUrl(region),
                ["Secret"] = Secret,
                ["Interval"] = "00:00:00.200",
                ["Peers"] = new JsonArray([.. Regions.Where(r => r != region).Select(r => (JsonNode)new JsonObject { ["Region"] = r, ["Url"] = PeerUrl(r) })]),
            },
        },
        ["Envelope"] = new JsonObject
        {
            ["RealEpoch"] = Clock.Document.RealEpoch.ToString(),
            ["EnvelopeEpoch"] = Clock.Document.EnvelopeEpoch.ToString(),
            ["Speed"] = Clock.Document.Speed,
        },
    };
}
