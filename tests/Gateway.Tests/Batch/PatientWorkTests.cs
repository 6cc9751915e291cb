using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Patient work through the whole gateway: its pipeline, flow and forwarder, to engines on sockets.</summary>
public sealed class PatientWorkTests
{
    [Fact]
    public async Task A_batch_of_500_lines_goes_through_the_gateway_exactly_once()
    {
        await using var one = await FakeEngine.StartAsync();
        await using var two = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(one, two);
        var lines = string.Join('\n', Enumerable.Range(1, 500).Select(n => BatchHost.Line($"line-{n}", $"prompt {n}.", model: "model-a")));
        var id = await SubmitAsync(gateway, lines);
        var batch = await UntilAsync(gateway, id, "completed");
        var output = await gateway.Client.GetStringAsync($"/v1/files/{batch.GetProperty("output_file_id").GetString()}/content");
        var ids = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("custom_id").GetString());
        Assert.Equal(Enumerable.Range(1, 500).Select(n => $"line-{n}").Order(), ids.Order());
        Assert.Equal(500, one.Requests + two.Requests);
        Assert.InRange(one.Requests, 1, 499);
        var metrics = await gateway.Admin.GetStringAsync("/metrics");
        Assert.Contains("""sageserve_batch_lines_total{model="model-a",outcome="completed"}""", metrics, StringComparison.Ordinal);
        Assert.Contains("""sageserve_deferred_released_total{model="model-a",reason=""", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_dies_fails_no_line()
    {
        await using var good = await FakeEngine.StartAsync();
        await using var bad = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(good, bad);
        bad.Fault = EngineFault.CutBeforeHeaders;
        var id = await SubmitAsync(gateway, string.Join('\n', Enumerable.Range(1, 60).Select(n => BatchHost.Line($"line-{n}", "x", model: "model-a"))));
        var batch = await UntilAsync(gateway, id, "completed");
        Assert.Equal("""{"total":60,"completed":60,"failed":0}""", batch.GetProperty("request_counts").GetRawText());
    }

    [Fact]
    public async Task A_flex_call_waits_for_room_and_is_then_answered()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.KvUsage = 0.9;
        var byKv = new GatewaySetup { Adjust = g => g["Release"] = new JsonObject { ["Rule"] = "paper" } };
        await using var gateway = await GatewayUnderTest.StartAsync(byKv, engine);
        var call = gateway.ChatAsync("\"service_tier\":\"flex\",");
        await Eventually.True(async () => (await gateway.Admin.GetStringAsync("/admin/fleet")).Contains("\"waiting\":1", StringComparison.Ordinal), "it waits");
        Assert.False(call.IsCompleted);
        engine.KvUsage = 0.1;
        using var answer = await call.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Patient_endpoints_are_not_on_the_admin_listener()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/v1/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Admin.GetAsync("/v1/batches")).StatusCode);
    }

    private static Task<string> SubmitAsync(GatewayUnderTest gateway, string lines) => BatchCalls.SubmitAsync(gateway.Client, lines);

    private static async Task<JsonElement> UntilAsync(GatewayUnderTest gateway, string id, string status)
    {
        var batch = await BatchCalls.UntilAsync(gateway.Client, id, [status, "failed"]);
        Assert.Equal(status, batch.GetProperty("status").GetString());
        return batch;
    }
}
