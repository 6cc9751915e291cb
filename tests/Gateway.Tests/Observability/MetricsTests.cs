using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_served_stream_stands_in_the_metrics()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        (string, string)[] labels = [("model", "model-a"), ("tier", "interactive-fast")];
        var before = await ScrapeAsync(gateway);

        using (var response = await gateway.ChatAsync(stream: true))
        {
            await SseText.AllAsync(response);
        }

        await Eventually.True(
            async () => Sum(await ScrapeAsync(gateway), "sageserve_request_ttft_seconds_count", labels) > Sum(before, "sageserve_request_ttft_seconds_count", labels),
            "the stream is counted");
        var after = await ScrapeAsync(gateway);
        Assert.True(Sum(after, "sageserve_output_tokens_total", labels) >= Sum(before, "sageserve_output_tokens_total", labels) + 3);
        Assert.True(Sum(after, "sageserve_slo_requests_total", [.. labels, ("outcome", "met")]) > Sum(before, "sageserve_slo_requests_total", [.. labels, ("outcome", "met")]));
        Assert.True(after.Sum("sageserve_requests_total", ("outcome", "Completed"), ("origin_region", "east")) > 0);
        Assert.True(after.Sum("sageserve_route_decisions_total", ("decision", "forward")) > 0);
        Assert.NotNull(after.Value("sageserve_demand_bin_length_seconds"));
    }

    private static double Sum(PrometheusScrape scrape, string name, (string, string)[] labels) => scrape.Sum(name, labels);

    private static async Task<PrometheusScrape> ScrapeAsync(GatewayUnderTest gateway) =>
        PrometheusText.Parse(Encoding.UTF8.GetBytes(await gateway.Admin.GetStringAsync("/metrics")));
}
