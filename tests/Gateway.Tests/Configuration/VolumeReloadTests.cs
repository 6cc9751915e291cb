using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Configuration, catalog and fleet on a volume of Kubernetes, whose folder is swapped under the files' links.</summary>
public sealed class VolumeReloadTests
{
    [Fact]
    public async Task A_swapped_volume_is_one_new_version_and_a_bad_one_is_none()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var folder = new TemporaryFolder();
        var volume = new ConfigVolume(folder.Root);
        var (url, adminUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        volume.Put(Files(folder, url, adminUrl, engine, "edf", "alias-a"));
        var app = GatewayHost.Build(["--config", volume["config.json"]]);
        await app.StartAsync();
        try
        {
            using var admin = new HttpClient { BaseAddress = new Uri(adminUrl) };
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            await Eventually.True(async () => (await admin.GetAsync("/healthz/ready")).IsSuccessStatusCode, "it is ready");

            volume.Put(Files(folder, url, adminUrl, engine, "pf", "newcomer"));
            await Eventually.True(async () => (await client.GetStringAsync("/v1/models")).Contains("newcomer", StringComparison.Ordinal), "the new catalog counts");
            Assert.Equal("pf", app.Services.GetRequiredService<LiveConfiguration>().Current.Options.Routing.HoldOrder);
            await Eventually.True(async () => (await StateAsync(admin)).GetProperty("version").GetInt64() == 2, "it is told as one new version");

            volume.Put(Files(folder, url, adminUrl, engine, "by-mood", "another"));
            await Eventually.True(async () => (await StateAsync(admin)).TryGetProperty("refused", out _), "it is refused");
            Assert.DoesNotContain("another", await client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
            Assert.Equal(2, (await StateAsync(admin)).GetProperty("version").GetInt64());
        }
        finally
        {
            using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    private static async Task<JsonElement> StateAsync(HttpClient admin) => JsonDocument.Parse(await admin.GetStringAsync("/admin/config")).RootElement;

    private static (string Name, string Content)[] Files(TemporaryFolder folder, string url, string adminUrl, FakeEngine engine, string order, string name)
    {
        var config = GatewayConfig.For(new GatewaySetup { Routing = new JsonObject { ["HoldOrder"] = order } }, folder, url, adminUrl, keys: null);
        var catalog = TestCatalog.Document() with { ServedNames = [new ServedName(name, TestCatalog.Model)] };
        var fleet = new FleetDocument(new RegionId("east"), 1, [GatewayUnderTest.Replica("first", engine.Url)]);
        return
        [
            ("config.json", config.ToJsonString()),
            ("catalog.json", JsonSerializer.Serialize(catalog, SharedJson.Default.CatalogDocument)),
            ("fleet.json", JsonSerializer.Serialize(fleet, SharedJson.Default.FleetDocument)),
        ];
    }
}
