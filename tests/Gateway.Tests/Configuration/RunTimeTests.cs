using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>What takes effect without a restart beyond routing: limits of the listeners, tiers, priorities, log levels, what the catalog tells.</summary>
public sealed class RunTimeTests
{
    [Fact]
    public async Task Limits_of_the_listeners_hold_for_connections_that_come_after()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await FreshAsync(gateway, 3000));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/v1/models")).StatusCode);

        await TakenAsync(gateway, 2, c => c["Limits"] = new JsonObject { ["MaxHeaderBytes"] = 2048 });
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await FreshAsync(gateway, 3000));

        // The test's own client keeps its connection, so one more is one too many of the address.
        await TakenAsync(gateway, 3, c => c["Limits"] = new JsonObject { ["MaxConnectionsPerAddress"] = 1 });
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/v1/models")).StatusCode);
        await Eventually.True(async () => await FreshAsync(gateway, 1) == HttpStatusCode.TooManyRequests, "one too many is told so");

        await TakenAsync(gateway, 4, c => c["Limits"] = new JsonObject { ["MaxConnections"] = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => FreshAsync(gateway, 1));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/v1/models")).StatusCode);

        await TakenAsync(gateway, 5, c => c.Remove("Limits"));
        Assert.Equal(HttpStatusCode.OK, await FreshAsync(gateway, 3000));
        Assert.Empty(await StateAsync(gateway, "needsRestart"));
    }

    [Fact]
    public async Task The_priority_ramp_and_the_engines_priority_change()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        Assert.Equal("priority", await UsedAsync(gateway));
        Assert.DoesNotContain("\"priority\":", engine.Seen.Last().Body.Replace("\"service_tier\":\"priority\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await TakenAsync(gateway, 2, c =>
        {
            c["PriorityRamp"] = new JsonObject { ["FloorTokensPerMinute"] = 0 };
            c["Forwarding"] = new JsonObject { ["EnginePriority"] = true };
        });
        Assert.Equal("default", await UsedAsync(gateway));
        Assert.Contains("\"priority\":", engine.Seen.Last().Body, StringComparison.Ordinal);
        await TakenAsync(gateway, 3, c => c["PriorityRamp"] = new JsonObject { ["Enabled"] = false });
        Assert.Equal("priority", await UsedAsync(gateway));
    }

    [Fact]
    public async Task Log_levels_change()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var logger = gateway.Services.GetRequiredService<ILoggerFactory>().CreateLogger("SageServe.Gateway.Anything");
        Assert.False(logger.IsEnabled(LogLevel.Debug));
        gateway.Files.Change(c => c["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["SageServe"] = "Debug" } });
        await Eventually.True(() => logger.IsEnabled(LogLevel.Debug), "the new level counts");
        gateway.Files.Change(c => c["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["SageServe"] = "Error" } });
        await Eventually.True(() => !logger.IsEnabled(LogLevel.Warning), "the next one too");
    }

    [Fact]
    public async Task What_nobody_knows_is_told_and_passed_over()
    {
        using var log = new LogCatcher();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Log = log, Adjust = g => g["ScrapeIntervall"] = "00:00:01" });
        Assert.Contains(log.Lines, l => l.Level == LogLevel.Warning && l.Text.Contains("Gateway:ScrapeIntervall: this name is not known here; did you mean ScrapeInterval?", StringComparison.Ordinal));
        await TakenAsync(gateway, 2, c =>
        {
            c.Remove("ScrapeIntervall");
            c["Batch"] = new JsonObject { ["MaxLine"] = 3 };
        });
        Assert.Contains("did you mean MaxLines?", Assert.Single(await StateAsync(gateway, "unknown")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_can_be_looked_at_before_it_is_put_in_place()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var config = gateway.Files.Read();
        config["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = "pf" };
        config["Gateway"]!["ScrapeInterval"] = "00:00:07";
        var fine = await PreviewAsync(gateway, config.ToJsonString());
        Assert.Equal((0, "Gateway:Routing:HoldOrder", "Gateway:ScrapeInterval"), (fine.Problems.Length, Assert.Single(fine.AtOnce), Assert.Single(fine.NeedsRestart)));

        config["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = "by-mood" };
        Assert.Contains("by-mood", Assert.Single((await PreviewAsync(gateway, config.ToJsonString())).Problems), StringComparison.Ordinal);
        Assert.Contains("JSON", Assert.Single((await PreviewAsync(gateway, "{ no")).Problems), StringComparison.Ordinal);
        Assert.Equal(new SageServe.Routing.ModelFlowOptions().HoldOrder, gateway.Services.GetRequiredService<LiveConfiguration>().Current.Options.Routing.HoldOrder);
        Assert.Equal(1, (await ConfigAsync(gateway)).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_pool_that_the_catalog_brings_is_published_and_its_replicas_are_taken_also_when_they_were_named_first()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var document = TestCatalog.Document();
        var gpu = new AcceleratorId("newcomer");

        // The fleet file comes first, names hardware that nobody knows, and is refused.
        gateway.SetFleet(GatewayUnderTest.Replica("first", engine.Url), GatewayUnderTest.Replica("second", engine.Url) with { Accelerator = gpu });
        gateway.Files.Write("catalog.json", JsonSerializer.Serialize(
            document with
            {
                Accelerators = [.. document.Accelerators, document.Accelerators[0] with { Id = gpu }],
                Profiles = [.. document.Profiles, document.Profiles[0] with { Model = TestCatalog.Model, Accelerator = gpu }],
                Pools = [.. document.Pools, new PoolSpec(new PoolId(new DeploymentId(TestCatalog.Model, new RegionId("east")), gpu), 0, 3, 0)],
            },
            SharedJson.Default.CatalogDocument));
        await Eventually.True(() => gateway.ReadyReplicas() == 2, "both replicas are taken once the catalog knows their hardware");
        await Eventually.True(
            async () => (await gateway.Admin.GetStringAsync("/metrics")).Split('\n').Any(l => l.StartsWith("sageserve_fleet_replicas{", StringComparison.Ordinal) && l.Contains("newcomer", StringComparison.Ordinal)),
            "the new pool is published");
        Assert.Equal(0, (await ConfigAsync(gateway)).GetProperty("needsRestart").GetArrayLength());
    }

    /// <summary>The status that a connection of its own gets with a header of so many bytes.</summary>
    private static async Task<HttpStatusCode> FreshAsync(GatewayUnderTest gateway, int headerBytes)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Url + "/v1/models");
        request.Headers.Add("x-filler", new string('f', headerBytes));
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string?> UsedAsync(GatewayUnderTest gateway)
    {
        using var response = await gateway.ChatAsync("\"service_tier\":\"priority\",");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["service_tier"]?.GetValue<string>();
    }

    private static async Task TakenAsync(GatewayUnderTest gateway, long version, Action<JsonObject> change)
    {
        gateway.Files.Change(c => change(c["Gateway"]!.AsObject()));
        await Eventually.True(async () => (await ConfigAsync(gateway)).GetProperty("version").GetInt64() == version, $"version {version} is taken");
    }

    private static async Task<string[]> StateAsync(GatewayUnderTest gateway, string list) =>
        [.. (await ConfigAsync(gateway)).GetProperty(list).EnumerateArray().Select(e => e.GetString()!)];

    private static async Task<JsonElement> ConfigAsync(GatewayUnderTest gateway) => JsonDocument.Parse(await gateway.Admin.GetStringAsync("/admin/config")).RootElement;

    private static async Task<(string[] Problems, string[] AtOnce, string[] NeedsRestart)> PreviewAsync(GatewayUnderTest gateway, string file)
    {
        using var response = await gateway.Admin.PostAsync("/admin/config/check", new StringContent(file));
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return (List("problems"), List("atOnce"), List("needsRestart"));

        string[] List(string name) => [.. json.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
    }
}
