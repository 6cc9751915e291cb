using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable while its configuration and catalog change, as files that are replaced and as a volume of Kubernetes.</summary>
public sealed class ScalerReloadTests : IAsyncLifetime
{
    private readonly ScalerRig _rig = new();
    private readonly string _url = $"http://127.0.0.1:{FreePort.Find()}";

    public ValueTask InitializeAsync() => _rig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Options_and_catalog_are_taken_between_ticks_and_the_log_replays()
    {
        Write("catalog.json", _rig.Catalog(_ => { }));
        Write("scaler.json", Config(_ => { }));
        await using (var scaler = ScalerProcess.Start(_rig.Folder["scaler.json"], _url))
        {
            await scaler.Ready();
            Assert.Equal(1, (await scaler.Get("/admin/config")).GetProperty("version").GetInt64());

            // A minimum of five, by the catalog: still a dry run, so it is said and not done.
            Write("catalog.json", _rig.Catalog(Minimum(5)));
            await Version(scaler, 2);
            await Eventually.True(async () => Reasons(await scaler.Get("/admin/state")).Contains("below-minimum"), "the new minimum is planned with");
            Assert.Empty(_rig.Host.Calls);

            Write("scaler.json", Config(c =>
            {
                c["Scaler"]!["DryRun"] = false;
                c["Scaler"]!["Planning"]!["Strategy"] = "static";
                c["Scaler"]!["Planning"]!["DemandBin"] = "00:02:00";
            }));
            await Version(scaler, 3);
            await Eventually.True(() => _rig.Host.Calls.Any(c => c.Call == "start"), "it acts");
            await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("strategy").GetString() == "static", "the strategy is told");
            var state = await scaler.Get("/admin/config");
            Assert.Equal(["Scaler:Planning:DemandBin"], state.GetProperty("needsRestart").EnumerateArray().Select(n => n.GetString()!));
            Assert.Contains("sageserve_config_version 3", await scaler.Http.GetStringAsync(new Uri(_url + "/metrics")), StringComparison.Ordinal);
            Assert.Contains("Configuration 3 is planned with", scaler.Log, StringComparison.Ordinal);
            Assert.Equal(0, await scaler.End());
        }

        _rig.AssertReplays(changes: 2);
    }

    [Fact]
    public async Task A_bad_file_or_catalog_is_refused_whole_and_the_old_one_plans_on()
    {
        Write("catalog.json", _rig.Catalog(_ => { }));
        Write("scaler.json", Config(_ => { }));
        await using var scaler = ScalerProcess.Start(_rig.Folder["scaler.json"], _url);
        await scaler.Ready();
        Write("scaler.json", Config(c =>
        {
            c["Scaler"]!["DryRun"] = false;
            c["Scaler"]!["Planning"] = new JsonObject { ["Strategy"] = "hope", ["MaxStep"] = 0, ["TargetUse"] = 7, ["PaceInterval"] = "often" };
        }));
        await Refused(scaler, "hope", "MaxStep", "TargetUse", "often");
        Write("catalog.json", _rig.Catalog(c => c["pools"]![0]!["maxReplicas"] = -1));
        await Refused(scaler, "hope", "minReplicas <= initialReplicas <= maxReplicas");
        Write("scaler.json", "{ no JSON");
        await Refused(scaler, "JSON");

        var before = (await scaler.Get("/admin/state")).GetProperty("lastTick").GetProperty("at").GetString();
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("lastTick").GetProperty("at").GetString() != before, "it ticks on");
        Assert.Empty(_rig.Host.Calls);
        Assert.True((await scaler.Get("/admin/state")).GetProperty("dryRun").GetBoolean());
        Assert.Contains("sageserve_config_refused 1", await scaler.Http.GetStringAsync(new Uri(_url + "/metrics")), StringComparison.Ordinal);

        // Good again: what it lacked was in the other file.
        Write("scaler.json", Config(c => c["Scaler"]!["DryRun"] = false));
        await Refused(scaler, "maxReplicas");
        Write("catalog.json", _rig.Catalog(Minimum(4)));
        await Version(scaler, 2);
        await Eventually.True(() => _rig.Host.Calls.Any(c => c.Call == "start"), "it acts by the new files");
    }

    [Fact]
    public async Task A_volume_of_Kubernetes_is_read_again_when_it_is_swapped()
    {
        var volume = new ConfigVolume(Directory.CreateDirectory(_rig.Folder["mount"]).FullName);
        string Scaler(bool dryRun) => Config(c =>
        {
            c["Scaler"]!["CatalogFile"] = volume["catalog.json"];
            c["Scaler"]!["DryRun"] = dryRun;
        });
        volume.Put(("scaler.json", Scaler(true)), ("catalog.json", _rig.Catalog(_ => { })));
        await using var scaler = ScalerProcess.Start(volume["scaler.json"], _url);
        await scaler.Ready();
        volume.Put(("scaler.json", Scaler(false)), ("catalog.json", _rig.Catalog(Minimum(6))));
        await Eventually.True(() => _rig.Host.Calls.Any(c => c.Call == "start"), "both new files are in force");
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
        _rig.Folder.Write(name + ".new", content);
        File.Move(_rig.Folder[name + ".new"], _rig.Folder[name], overwrite: true);
    }

    private string Config(Action<JsonNode> change) => _rig.Config(c =>
    {
        c["Scaler"]!["AdminUrl"] = _url;
        change(c);
    }).ToJsonString();
}
