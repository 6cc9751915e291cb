using System.Net;

namespace SageServe.Gateway.Tests;

/// <summary>The page that describes the metrics against what a live gateway exports, both ways.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public async Task The_page_says_exactly_what_a_gateway_exports()
    {
        await using var engine = await FakeEngine.StartAsync();
        var keys = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme","limits":{"requestsPerMinute":3}}""");
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { KeysJson = keys }, GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        foreach (var body in new[] { GatewayUnderTest.ChatBody(stream: true), GatewayUnderTest.ChatBody("\"service_tier\":\"flex\","), GatewayUnderTest.ChatBody(model: "nobody") })
        {
            using var response = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", body, ("Authorization", "Bearer sk-good"));
            await response.Content.ReadAsStringAsync();
        }

        await Eventually.True(
            async () =>
            {
                using var response = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(), ("Authorization", "Bearer sk-good"));
                return response.StatusCode == HttpStatusCode.TooManyRequests;
            },
            "the limit is reached");
        await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"), "sk-good");
        await GatewayMetricsTests.UntilAsync(gateway, p => p.Sum("sageserve_batch_lines_total") > 0 && p.All("sageserve_fleet_replicas").Any());

        var page = MetricsPage.Of(MetricsPage.OfGateway, MetricsPage.OfBoth);
        var exported = MetricsPage.Exported(await gateway.Admin.GetStringAsync("/metrics"));
        Assert.Equal(page.Keys.Order(StringComparer.Ordinal), exported.Keys.Order(StringComparer.Ordinal));
        Assert.All(exported, e => Assert.Equal((e.Key, page[e.Key].Type), (e.Key, e.Value.Type)));
        Assert.All(exported.Where(e => e.Value.Labels is not null), e => Assert.Equal((e.Key, page[e.Key].Labels), (e.Key, e.Value.Labels)));
        var silent = exported.Where(e => e.Value.Labels is null).Select(e => e.Key).Order();
        string[] rare = ["sageserve_config_reload_failures_total", "sageserve_deferred_earliest_deadline_seconds", "sageserve_demand_bin_output_tokens_per_second", "sageserve_demand_bin_prompt_tokens_per_second", "sageserve_demand_bin_requests_per_second", "sageserve_peer_refusals_total", "sageserve_peer_summary_age_seconds", "sageserve_relayed_requests_total"];
        Assert.Empty(silent.Except(rare));
    }
}
