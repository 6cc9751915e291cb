using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>What the executable needs around it: a region's control host with two ready replicas, a gateway, a clock, and its files in a folder.</summary>
/// <param name="speed">Of the planning clock.</param>
internal sealed class ScalerRig(double speed = 120) : IAsyncDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public EnvelopeClock Clock { get; } = Clocks.Fast(speed);

    public ControlHost Host { get; private set; } = null!;

    public ScriptedGateway Gateway { get; private set; } = null!;

    /// <param name="seesPool">The gateway tells of the host's pool; false: of another one.</param>
    public async ValueTask StartAsync(bool seesPool = false)
    {
        Host = await ControlHost.Start("eastus", Folder["fleet.json"]);
        Gateway = await ScriptedGateway.Start(Clock, TimeSpan.FromMinutes(1), pool: seesPool ? Host.Pool : null);
        Host.Add(ReplicaState.Ready);
        Host.Add(ReplicaState.Ready);
        Folder.Write("catalog.json", Catalog(_ => { }));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Gateway.DisposeAsync();
        Folder.Dispose();
    }

    public string Catalog(Action<JsonNode> change)
    {
        var catalog = JsonNode.Parse(JsonSerializer.Serialize(Catalogs.DocumentOf([Host.Pool]), SharedJson.Default.CatalogDocument))!;
        change(catalog);
        return catalog.ToJsonString();
    }

    /// <summary>A dry run on the gateway's own metrics, with a lossless decision log.</summary>
    public JsonObject Config(Action<JsonNode>? change = null)
    {
        var config = new JsonObject
        {
            ["Scaler"] = new JsonObject
            {
                ["CatalogFile"] = Folder["catalog.json"],
                ["DryRun"] = true,
                ["PlanFile"] = Folder["plan.json"],
                ["Planning"] = new JsonObject { ["StaleAfter"] = "00:30:00" },
                ["Source"] = new JsonObject
                {
                    ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["AdminUrl"] = Gateway.Url }),
                    ["ScrapeInterval"] = "00:00:00.200",
                },
                ["Actuator"] = new JsonObject
                {
                    ["Regions"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["ControlUrl"] = Host.Url, ["FleetFile"] = Folder["fleet.json"] }),
                },
            },
            ["Envelope"] = new JsonObject
            {
                ["RealEpoch"] = Clock.Document.RealEpoch.ToString(),
                ["EnvelopeEpoch"] = Clock.Document.EnvelopeEpoch.ToString(),
                ["Speed"] = speed,
            },
            ["DecisionLog"] = new JsonObject { ["File"] = Folder["decisions.jsonl"], ["Lossless"] = true },
        };
        change?.Invoke(config);
        return config;
    }

    /// <summary>A fresh core that is fed the log, so many changes included, answers as the live one did.</summary>
    public void AssertReplays(int changes = 0)
    {
        var records = File.ReadLines(Folder["decisions.jsonl"]).Select(l => JsonSerializer.Deserialize(l, SharedJson.Default.DecisionRecord)!).ToArray();
        Assert.True(TickJson.IsHeader(records[0].Input));
        var catalog = Catalogs.OnePool(Host.Pool);
        var core = new PlanningCore(catalog, TickJson.ReadHeader(records[0].Input));
        core.FirstTick(TickJson.ReadInput(records[1].Input).Tick.At);
        foreach (var record in records.Skip(1))
        {
            if (TickJson.IsChange(record.Input))
            {
                var (now, options, document) = TickJson.ReadChange(record.Input);
                catalog = document is null ? catalog : new ServingCatalog(document);
                core.OptionsChanged(catalog, options, now);
                continue;
            }

            var (tick, input) = TickJson.ReadInput(record.Input);
            Assert.Equal(record.Effects.GetRawText(), Written(core.OnTick(tick, input)));
        }

        Assert.Equal(changes, records.Count(r => TickJson.IsChange(r.Input)));
    }

    private static string Written(PlanningEffects effects)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            TickJson.Write(writer, effects);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
