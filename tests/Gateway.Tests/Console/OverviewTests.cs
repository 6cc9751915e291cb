using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

public sealed class OverviewTests : IAsyncLifetime
{
    private Neighbours _neighbours = null!;
    private FakeEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _neighbours = await Neighbours.Start();
        _engine = await FakeEngine.StartAsync();
        _neighbours.SetFleet("west", Scene.Model(TestCatalog.Model, "west", 2, 0.5));
    }

    public async ValueTask DisposeAsync()
    {
        await _neighbours.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task It_tells_of_every_region_and_of_the_scaler()
    {
        _neighbours.Pages["/scaler/admin/plan"] = () => Scene.Plan((TestCatalog.Model, "east", 1, 2));
        _neighbours.Pages["/scaler/admin/state"] = () => Scene.State();
        await using var gateway = await Start();

        var overview = await Read(gateway);

        Assert.Equal(["east", "west"], Regions(overview).Select(r => r.GetProperty("region").GetString()));
        Assert.All(Regions(overview), r => Assert.Equal("ok", r.GetProperty("status").GetString()));
        Assert.Equal(2, Replicas(overview, "west"));
        Assert.Equal(1, Replicas(overview, "east"));
        Assert.Equal(42, overview.GetProperty("scaler").GetProperty("plan").GetProperty("version").GetInt32());
        Assert.Equal("lt-ua", overview.GetProperty("scaler").GetProperty("state").GetProperty("strategy").GetString());
        Assert.Equal(JsonValueKind.Null, overview.GetProperty("scaler").GetProperty("demand").ValueKind);
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_marked_and_holds_nobody_up()
    {
        await using var gateway = await Start();
        _neighbours.Gate = new TaskCompletionSource();

        var overview = await Read(gateway);

        // The neighbour has not answered yet, and does not before the test ends.
        Assert.Equal("unreachable", Regions(overview).Single(r => r.GetProperty("region").GetString() == "west").GetProperty("status").GetString());
        Assert.Equal("unreachable", overview.GetProperty("scaler").GetProperty("status").GetString());
        Assert.Equal(1, Replicas(overview, "east"));
    }

    [Fact]
    public async Task An_answer_that_is_no_json_counts_as_unreachable()
    {
        _neighbours.Pages["/west/admin/fleet"] = () => "<html>";
        await using var gateway = await Start();

        Assert.Equal("unreachable", Regions(await Read(gateway)).Last().GetProperty("status").GetString());
    }

    [Fact]
    public async Task Many_lookers_cost_no_more_than_one()
    {
        await using var gateway = await Start();
        await Read(gateway);
        var before = _neighbours.Asked;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Read(gateway)));

        Assert.InRange(_neighbours.Asked - before, 0, 2 * 4);
    }

    [Fact]
    public async Task It_is_on_the_admin_listener_only_and_may_load_nothing_from_elsewhere()
    {
        await using var gateway = await Start();

        foreach (var path in new[] { "/console", "/console/console.js", "/admin/overview" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync(path)).StatusCode);
        }

        var page = await gateway.Admin.GetAsync("/console");
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("http", (await page.Content.ReadAsStringAsync()).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Admin.GetAsync("/console/secrets.txt")).StatusCode);
    }

    private Task<GatewayUnderTest> Start() => GatewayUnderTest.StartAsync(
        new GatewaySetup
        {
            Adjust = section =>
            {
                section["Peers"] = new JsonArray(new JsonObject { ["Region"] = "west", ["Url"] = "http://127.0.0.1:1", ["AdminUrl"] = _neighbours.AdminUrlOf("west") });
                section["ScalerAdminUrl"] = _neighbours.AdminUrlOf("scaler");
            },
        },
        _engine);

    private static async Task<JsonElement> Read(GatewayUnderTest gateway) =>
        JsonDocument.Parse(await gateway.Admin.GetByteArrayAsync("/admin/overview")).RootElement;

    private static JsonElement.ArrayEnumerator Regions(JsonElement overview) => overview.GetProperty("regions").EnumerateArray();

    private static int Replicas(JsonElement overview, string region) => Regions(overview)
        .Single(r => r.GetProperty("region").GetString() == region)
        .GetProperty("fleet").GetProperty("models").EnumerateArray().Single(m => m.GetProperty("model").GetString() == "model-a")
        .GetProperty("replicas").GetArrayLength();
}
