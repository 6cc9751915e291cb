using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Two whole gateways that share a key's limits over a real Redis.</summary>
public sealed class SharedGatewaysTests
{
    [Fact]
    public async Task A_key_has_one_limit_at_both_and_is_served_on_when_Redis_dies_under_load()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var one = await StartAsync(redis, engine);
        await using var two = await StartAsync(redis, engine);
        GatewayUnderTest[] both = [one, two];
        await Eventually.True(() => both.All(g => Link(g) is { Mode: QuotaMode.Linked, Gateways: 2 }), "both are linked");

        // Thirty a minute: both together let in thirty, and no more than one gateway's part on top before the first answer.
        var watch = Stopwatch.StartNew();
        var (served, refused) = await SendAsync(both, 80);
        Assert.InRange(served, 27, 30 + 15 + (30 * watch.Elapsed.TotalMinutes));
        Assert.Equal(80, served + refused);

        await redis.KillAsync();
        await Eventually.True(
            async () =>
            {
                var (more, _) = await SendAsync(both, 2);
                return more > 0 && Link(one).Mode == QuotaMode.Cut && await ShowsCutAsync(one);
            },
            "requests are served while Redis is gone, and the gauge says so");
    }

    private static async Task<(int Served, int Refused)> SendAsync(GatewayUnderTest[] gateways, int count)
    {
        var (served, refused) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            using var response = await KeyTests.ChatAsync(gateways[i % gateways.Length], "sk-good", extra: "\"max_tokens\":3,");
            await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{response.StatusCode}");
            Assert.Equal("30", QuotaTests.Header(response, HeaderNames.LimitRequests));
            (served, refused) = response.StatusCode == HttpStatusCode.OK ? (served + 1, refused) : (served, refused + 1);
        }

        return (served, refused);
    }

    private static QuotaLink Link(GatewayUnderTest gateway) => gateway.Services.GetRequiredService<QuotaDesk>().Link;

    // Gateways of one process share their metrics, those of other tests too: it may be another's for a moment.
    private static async Task<bool> ShowsCutAsync(GatewayUnderTest gateway) =>
        (await gateway.Admin.GetStringAsync("/metrics")).Contains("\nsageserve_quota_cut 1", StringComparison.Ordinal);

    private static Task<GatewayUnderTest> StartAsync(RedisServer redis, FakeEngine engine) => GatewayUnderTest.StartAsync(
        new GatewaySetup
        {
            KeysJson = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme","limits":{"requestsPerMinute":30}}"""),
            Adjust = g => g["Quota"] = new System.Text.Json.Nodes.JsonObject { ["Redis"] = redis.Endpoint, ["Beat"] = "00:00:00.050" },
        },
        engine);
}
