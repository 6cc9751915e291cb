using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

public sealed class EngineTargetsTests
{
    [Fact]
    public async Task Engines_are_listed_as_prometheus_reads_them_with_the_fleets_names()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        gateway.SetFleet(
            GatewayUnderTest.Replica("b", "https://engine.example/vllm/") with { CapacityType = CapacityType.Spot, Revision = "next" },
            GatewayUnderTest.Replica("a", engine.Url));
        await Eventually.True(async () => (await AskAsync(gateway)).Count == 2, "the fleet is read");

        var (first, second) = ((await AskAsync(gateway))[0]!, (await AskAsync(gateway))[1]!);
        Assert.Equal(new Uri(engine.Url).Authority, (string?)first["targets"]![0]);
        Assert.Equal(
            """{"__metrics_path__":"/metrics","__scheme__":"http","accelerator":"gpu","capacity_type":"on-demand","model":"model-a","region":"east","replica":"a","revision":"main"}""",
            first["labels"]!.ToJsonString());
        Assert.Equal("engine.example", (string?)second["targets"]![0]);
        Assert.Equal(
            """{"__metrics_path__":"/vllm/metrics","__scheme__":"https","accelerator":"gpu","capacity_type":"spot","model":"model-a","region":"east","replica":"b","revision":"next"}""",
            second["labels"]!.ToJsonString());
    }

    private static async Task<JsonArray> AskAsync(GatewayUnderTest gateway)
    {
        using var answer = await gateway.Admin.GetAsync("/admin/prometheus/engines", TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray();
    }
}
