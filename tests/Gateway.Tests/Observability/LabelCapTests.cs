using System.Net;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>However many names come from outside, the number of series stays bounded, and what is over it is counted as other.</summary>
public sealed class LabelCapTests
{
    private const int Names = 5000;
    private const int Kept = 1000;

    [Fact]
    public async Task Five_thousand_tenants_users_models_paths_and_keys_make_a_bounded_number_of_series()
    {
        await using var engine = await FakeEngine.StartAsync();
        var keys = Enumerable.Range(0, Names).Select(i => $$"""{"sha256":"{{ApiKeySecret.HashOf($"sk-{i}")}}","tenant":"tenant-{{i}}","limits":{"requestsPerMinute":1} }""");
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewaySetup { KeysJson = KeyTests.Document([.. keys]) }, GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        var before = await gateway.ScrapeAsync();

        var codes = new int[600];
        await Parallel.ForEachAsync(Enumerable.Range(0, Names), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            Count(codes, await SendAsync(gateway, i, $"sk-{i}", "model-a"));
            Count(codes, await SendAsync(gateway, i, $"sk-{i}", "model-a"));
            Count(codes, await SendStrangeAsync(gateway, i));
        });
        Assert.Equal((Names, Names), (codes[200], codes[429]));
        Assert.Equal(Names, codes[401] + codes[404]);

        var after = await GatewayMetricsTests.UntilAsync(gateway, p => p.Sum("sageserve_usage_requests_total") >= Names);
        foreach (var metric in (string[])["sageserve_usage_requests_total", "sageserve_quota_refused_total"])
        {
            Assert.Equal(Names, after.Sum(metric));
            Assert.Equal(Names - Kept, after.Sum(metric, ("tenant", LabelCap.Other)));
            Assert.Equal(Kept + 1, after.All(metric).Count());
        }

        Assert.True(Tenants(after, "sageserve_usage_requests_total").SetEquals(Tenants(after, "sageserve_quota_refused_total")), "the same tenants have a name in both");
        Assert.Equal(Names, after.Sum("sageserve_api_errors_total", ("code", "invalid_api_key")) + after.Sum("sageserve_api_errors_total", ("code", "model_not_found")) + after.Sum("sageserve_api_errors_total", ("code", "unknown_url")));

        // Five series of usage and one of refusals for each tenant with a name and for the others; all else is as many as without them.
        var byTenant = after.Samples.Count(s => s.Labels.ContainsKey(LabelNames.Tenant));
        Assert.Equal(6 * (Kept + 1), byTenant);
        Assert.InRange(after.Samples.Count - byTenant, before.Samples.Count, before.Samples.Count + 60);
        Assert.All(after.Samples, s => Assert.All(s.Labels, l => Assert.DoesNotContain("from-outside", l.Value, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cap_keeps_the_first_values_and_calls_every_later_one_other()
    {
        var cap = new LabelCap(2);
        Assert.Equal(["a", "b", LabelCap.Other, "a", LabelCap.Other], new[] { "a", "b", "c", "a", "c" }.Select(cap.Of));
    }

    private static HashSet<string> Tenants(PrometheusScrape page, string metric) => [.. page.All(metric).Select(s => s.Labels[LabelNames.Tenant])];

    private static void Count(int[] codes, HttpStatusCode status) => Interlocked.Increment(ref codes[(int)status]);

    private static async Task<HttpStatusCode> SendAsync(GatewayProcess gateway, int i, string key, string model, string path = "/v1/chat/completions")
    {
        var body = GatewayUnderTest.ChatBody($"\"user\":\"user-from-outside-{i}\",\"prompt_cache_key\":\"cache-from-outside-{i}\",\"metadata\":{{\"a\":\"from-outside-{i}\"}},", model: model);
        using var response = await GatewayMetricsTests.PostAsync(
            gateway, path, body, ("Authorization", "Bearer " + key), (HeaderNames.RequestId, $"id-from-outside-{i}"), (HeaderNames.SessionId, $"session-from-outside-{i}"), ($"x-from-outside-{i}", "1"));
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    private static Task<HttpStatusCode> SendStrangeAsync(GatewayProcess gateway, int i) => (i % 3) switch
    {
        0 => SendAsync(gateway, i, $"sk-{i}", $"model-from-outside-{i}"),
        1 => SendAsync(gateway, i, $"key-from-outside-{i}", "model-a"),
        _ => SendAsync(gateway, i, $"sk-{i}", "model-a", $"/v1/path-from-outside-{i}"),
    };
}
