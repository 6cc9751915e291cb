using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Real files are changed under a gateway that runs.</summary>
public sealed class ReloadTests
{
    private const string Speech = "/v1/audio/speech";

    [Fact]
    public async Task A_stream_that_runs_and_a_request_that_waits_outlive_a_reload()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.TokenGate = new SemaphoreSlim(0);
        var setup = new GatewaySetup { HoldLimit = TimeSpan.FromMinutes(2), Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.001 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        engine.TokenGate.Release();
        using var stream = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await SseText.NextDataAsync(reader);
        var waiting = gateway.ChatAsync(stream: true);
        await Eventually.True(() => Held(gateway) == 1, "one waits");

        // The new bound has room for both: the one that waits is let go by the reload itself.
        gateway.Files.Change(c => c["Gateway"]!["Routing"]!["ReplicaBoundSeconds"] = 30);
        await Eventually.True(() => engine.Requests == 2, "the one that waited is forwarded");
        engine.TokenGate.Release(10);

        Assert.Equal("[DONE]", (await SseText.RestAsync(reader))[^1]);
        using var second = await waiting;
        Assert.Equal("[DONE]", (await SseText.AllAsync(second))[^1]);
        Assert.Equal(2, engine.Requests);
        await TakenAsync(gateway, 2);
    }

    [Fact]
    public async Task What_may_change_at_run_time_does()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gateway, Speech));

        gateway.Files.Change(c =>
        {
            c["Gateway"]!["PassThroughPaths"] = new JsonArray(Speech);
            c["Gateway"]!["Forwarding"] = new JsonObject { ["KeepAliveAfter"] = "00:00:03", ["Timeouts"] = new JsonObject { ["InteractiveFast"] = new JsonObject { ["Gap"] = "00:00:07" } } };
        });
        await TakenAsync(gateway, 2);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, Speech));
        using (var got = await gateway.Client.GetAsync(Speech))
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
        }

        var now = gateway.Services.GetRequiredService<LiveConfiguration>().Current.Options.Forwarding;
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7)), (now.KeepAliveAfter, now.Timeouts.InteractiveFast.Gap));

        gateway.Files.Change(c => c["Gateway"]!["MaxBodyBytes"] = 1024);
        await TakenAsync(gateway, 3);
        using var large = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody($"\"user\":\"{new string('x', 2000)}\","));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task A_catalog_brings_names_and_targets_but_other_models_need_a_restart()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var document = TestCatalog.Document();

        Write(gateway, document with { ServedNames = [new ServedName("newcomer", TestCatalog.Model)] });
        await TakenAsync(gateway, 2);
        using (var answer = await gateway.ChatAsync(model: "newcomer"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Empty((await ConfigAsync(gateway)).GetProperty("needsRestart").EnumerateArray());
        Write(gateway, document with { Models = [.. document.Models, new ModelSpec(new ModelId("model-c"), 1, 1, 16_384)] });
        await TakenAsync(gateway, 3);
        Assert.Contains("models or regions", Assert.Single((await ConfigAsync(gateway)).GetProperty("needsRestart").EnumerateArray()).GetString());
        using var still = await gateway.ChatAsync(model: "newcomer");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_bad_file_is_refused_with_every_problem_and_the_old_one_stays()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        gateway.Files.Change(c =>
        {
            c["Gateway"]!["MaxBodyBytes"] = 3;
            c["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = "by-mood", ["RegionPolicy"] = "by-flag" };
            c["Gateway"]!["ScrapeInterval"] = "often";
        });
        await Eventually.True(async () => (await ConfigAsync(gateway)).TryGetProperty("refused", out _), "it is refused");

        var state = await ConfigAsync(gateway);
        var problems = Problems(state);
        Assert.Contains(problems, p => p.Contains("MaxBodyBytes", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("by-flag", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("by-mood", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("often", StringComparison.Ordinal));
        Assert.Equal(1, state.GetProperty("version").GetInt64());
        Assert.Contains("sageserve_config_reload_failures_total", await gateway.Admin.GetStringAsync("/metrics"), StringComparison.Ordinal);
        using var answer = await gateway.ChatAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        gateway.Files.Write("config.json", "{ this is not JSON");
        await Eventually.True(async () => Problems(await ConfigAsync(gateway)).Any(p => p.Contains("JSON", StringComparison.Ordinal)), "no JSON is refused");
    }

    [Fact]
    public async Task What_needs_a_restart_is_named_without_its_value()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        gateway.Files.Change(c => c["Gateway"]!["PeerSecret"] = "another secret of tests");
        await TakenAsync(gateway, 2);
        var text = await gateway.Admin.GetStringAsync("/admin/config");
        Assert.Contains("Gateway:PeerSecret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("another secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_reload_replays()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { RecordsDecisions = true }, engine);
        gateway.Files.Change(c => c["Gateway"]!["Routing"]!["HoldOrder"] = "dpa");
        await TakenAsync(gateway, 2);
        await gateway.StopAsync();
        await ((IAsyncDisposable)gateway.Services).DisposeAsync();
        var line = Assert.Single(
            await File.ReadAllLinesAsync(gateway.DecisionLogFile), l => l.Contains("OptionsChanged", StringComparison.Ordinal) && l.Contains("\"key\":\"model-a\"", StringComparison.Ordinal));
        using var record = JsonDocument.Parse(line);
        Assert.Equal("dpa", record.RootElement.GetProperty("input").GetProperty("options").GetProperty("holdOrder").GetString());
    }

    private static void Write(GatewayUnderTest gateway, CatalogDocument document) =>
        gateway.Files.Write("catalog.json", JsonSerializer.Serialize(document, SharedJson.Default.CatalogDocument));

    private static int Held(GatewayUnderTest gateway) => gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model].Read().Held.Sum();

    private static string[] Problems(JsonElement state) =>
        state.TryGetProperty("refused", out var refused) ? [.. refused.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!)] : [];

    private static Task TakenAsync(GatewayUnderTest gateway, long version) =>
        Eventually.True(async () => (await ConfigAsync(gateway)).GetProperty("version").GetInt64() == version, $"version {version} is taken");

    private static async Task<JsonElement> ConfigAsync(GatewayUnderTest gateway) =>
        JsonDocument.Parse(await gateway.Admin.GetStringAsync("/admin/config")).RootElement;

    private static async Task<HttpStatusCode> StatusAsync(GatewayUnderTest gateway, string path)
    {
        using var response = await gateway.PostAsync(path, """{"model":"model-a","input":"x"}""");
        return response.StatusCode;
    }
}
