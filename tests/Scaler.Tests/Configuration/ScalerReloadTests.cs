using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable while its configuration and catalog change, as files that are replaced and as a volume of Kubernetes.</summary>
public sealed class ScalerReloadTests : IAsyncLifetime
{
    private const double Speed = 120;

    private readonly TemporaryFolder _folder = new();
    private readonly EnvelopeClock _clock = Clocks.Fast(Speed);
    private readonly string _url = $"http://127.0.0.1:{FreePort.Find()}";
    private ControlHost _host = null!;
    private ScriptedGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ControlHost.Start("eastus", _folder["fleet.json"]);
        _gateway = await ScriptedGateway.Start(_clock, TimeSpan.FromMinutes(1));
        _host.Add(ReplicaState.Ready);
        _host.Add(ReplicaState.Ready);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Options_and_catalog_are_taken_between_ticks_and_the_log_replays()
    {
        Write("catalog.json", Catalog(_ => { }));
        Write("scaler.json", Config(_ => { }));
        await using (var scaler = ScalerProcess.Start(_folder["scaler.json"], _url))
        {
            await scaler.Ready();
            Assert.Equal(1, (await scaler.Get("/admin/config")).GetProperty("version").GetInt64());

            // A minimum of five, by the catalog: still a dry run, so it is said and not done.
            Write("catalog.json", Catalog(Minimum(5)));
            await Version(scaler, 2);
            await Eventually.True(async () => Reasons(await scaler.Get("/admin/state")).Contains("below-minimum"), "the new minimum is planned with");
            Assert.Empty(_host.Calls);

            Write("scaler.json", Config(c =>
            {
                c["Scaler"]!["DryRun"] = false;
                c["Scaler"]!["Planning"]!["Strategy"] = "static";
                c["Scaler"]!["Planning"]!["DemandBin"] = "00:02:00";
            }));
            await Version(scaler, 3);
            await Eventually.True(() => _host.Calls.Any(c => c.Call == "start"), "it acts");
            await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("strategy").GetString() == "static", "the strategy is told");
            var state = await scaler.Get("/admin/config");
            Assert.Equal(["Scaler:Planning:DemandBin"], state.GetProperty("needsRestart").EnumerateArray().Select(n => n.GetString()!));
            Assert.Contains("sageserve_config_version 3", await scaler.Http.GetStringAsync(new Uri(_url + "/metrics")), StringComparison.Ordinal);
            Assert.Contains("Configuration 3 is planned with", scaler.Log, StringComparison.Ordinal);
            Assert.Equal(0, await scaler.End());
        }

        AssertReplays(changes: 2);
    }

    [Fact]
    public async Task A_bad_file_or_catalog_is_refused_whole_and_the_old_one_plans_on()
    {
        Write("catalog.json", Catalog(_ => { }));
        Write("scaler.json", Config(_ => { }));
        await using var scaler = ScalerProcess.Start(_folder["scaler.json"], _url);
        await scaler.Ready();
        Write("scaler.json", Config(c =>
        {
            c["Scaler"]!["DryRun"] = false;
            c["Scaler"]!["Planning"] = new JsonObject { ["Strategy"] = "hope", ["MaxStep"] = 0, ["TargetUse"] = 7, ["PaceInterval"] = "often" };
        }));
        await Refused(scaler, "hope", "MaxStep", "TargetUse", "often");
        Write("catalog.json", Catalog(c => c["pools"]![0]!["maxReplicas"] = -1));
        await Refused(scaler, "hope", "minReplicas <= initialReplicas <= maxReplicas");
        Write("scaler.json", "{ no JSON");
        await Refused(scaler, "JSON");

        var before = (await scaler.Get("/admin/state")).GetProperty("lastTick").GetProperty("at").GetString();
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("lastTick").GetProperty("at").GetString() != before, "it ticks on");
        Assert.Empty(_host.Calls);
        Assert.True((await scaler.Get("/admin/state")).GetProperty("dryRun").GetBoolean());
        Assert.Contains("sageserve_config_refused 1", await scaler.Http.GetStringAsync(new Uri(_url + "/metrics")), StringComparison.Ordinal);

        // Good again: what it lacked was in the other file.
        Write("scaler.json", Config(c => c["Scaler"]!["DryRun"] = false));
        await Refused(scaler, "maxReplicas");
        Write("catalog.json", Catalog(Minimum(4)));
        await Version(scaler, 2);
        await Eventually.True(() => _host.Calls.Any(c => c.Call == "start"), "it acts by the new files");
    }

    [Fact]
    public async Task A_volume_of_Kubernetes_is_read_again_when_it_is_swapped()
    {
        var volume = new ConfigVolume(Directory.CreateDirectory(_folder["mount"]).FullName);
        string Scaler(bool dryRun) => Config(c =>
        {
            c["Scaler"]!["CatalogFile"] = volume["catalog.json"];
            c["Scaler"]!["DryRun"] = dryRun;
        });
        volume.Put(("scaler.json", Scaler(true)), ("catalog.json", Catalog(_ => { })));
        await using var scaler = ScalerProcess.Start(volume["scaler.json"], _url);
        await scaler.Ready();
        volume.Put(("scaler.json", Scaler(false)), ("catalog.json", Catalog(Minimum(6))));
        await Eventually.True(() => _host.Calls.Any(c => c.Call == "start"), "both new files are in force");
        Assert.Null((await scaler.Get("/admin/config")).TryGetProperty("refused", out var refused) ? refused.GetRawText() : null);

        // Both at once are one version.
        Assert.Equal(2, (await scaler.Get("/admin/config")).GetProperty("version").GetInt64());
    }

    private static Action<JsonNode> Minimum(int replicas) => c => (c["pools"]![0]!["minReplicas"], c["pools"]![0]!["initialReplicas"]) = (replicas, replicas);

    private static IEnumerable<string> Reasons(JsonElement state) => state.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("reason").GetString()!);

    private static Task Version(ScalerProcess scaler, long version) => Eventually.True(
        async () => (await scaler.Get("/admin/config")).GetProperty("version").GetInt64() == version, $"version {version} is taken");

    private static Task Refused(ScalerProcess scaler, params string[] problems) => Eventually.True(
        async () => (await scaler.Get("/admin/config")).TryGetProperty("refused", out var refused)
            && problems.All(p => refused.GetProperty("problems").EnumerateArray().Any(t => t.GetString()!.Contains(p, StringComparison.Ordinal))),
        $"refused with {string.Join(", ", problems)}");

    /// <summary>As a careful writer does: a new file in the place of the old one.</summary>
    private void Write(string name, string content)
    {
        _folder.Write(name + ".new", content);
        File.Move(_folder[name + ".new"], _folder[name], overwrite: true);
    }

    private string Catalog(Action<JsonNode> change)
    {
        var catalog = JsonNode.Parse(JsonSerializer.Serialize(Catalogs.DocumentOf([_host.Pool]), SharedJson.Default.CatalogDocument))!;
        change(catalog);
        return catalog.ToJsonString();
    }

    private string Config(Action<JsonNode> change)
    {
        var config = new JsonObject
        {
            ["Scaler"] = new JsonObject
            {
                ["AdminUrl"] = _url,
                ["CatalogFile"] = _folder["catalog.json"],
                ["DryRun"] = true,
                ["PlanFile"] = _folder["plan.json"],
                ["Planning"] = new JsonObject { ["StaleAfter"] = "00:30:00" },
                ["Source"] = new JsonObject
                {
                    ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["AdminUrl"] = _gateway.Url }),
                    ["ScrapeInterval"] = "00:00:00.200",
                },
                ["Actuator"] = new JsonObject
                {
                    ["Regions"] = new JsonArray(new JsonObject { ["Region"] = "eastus", ["ControlUrl"] = _host.Url, ["FleetFile"] = _folder["fleet.json"] }),
                },
            },
            ["Envelope"] = new JsonObject
            {
                ["RealEpoch"] = _clock.Document.RealEpoch.ToString(),
                ["EnvelopeEpoch"] = _clock.Document.EnvelopeEpoch.ToString(),
                ["Speed"] = Speed,
            },
            ["DecisionLog"] = new JsonObject { ["File"] = _folder["decisions.jsonl"], ["Lossless"] = true },
        };
        change(config);
        return config.ToJsonString();
    }

    /// <summary>A fresh core that is fed the log, changes included, answers as the live one did.</summary>
    private void AssertReplays(int changes)
    {
        var records = File.ReadLines(_folder["decisions.jsonl"]).Select(l => JsonSerializer.Deserialize(l, SharedJson.Default.DecisionRecord)!).ToArray();
        var catalog = Catalogs.OnePool(_host.Pool);
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
