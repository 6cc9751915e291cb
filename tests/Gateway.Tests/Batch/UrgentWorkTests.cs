using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Urgent lines and held calls, from the pump's word to the engine.</summary>
public sealed class UrgentWorkTests
{
    [Fact]
    public async Task Urgent_work_is_placed_where_patient_work_is_not()
    {
        // A share of nothing: beside the one stream that runs there is no room for patient work.
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var setup = new GatewaySetup { Routing = new JsonObject { ["DeferredBoundShare"] = 0.001 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        using var stream = await gateway.ChatAsync(stream: true);
        var id = await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"));
        var call = gateway.ChatAsync("\"service_tier\":\"flex\",");
        await Eventually.True(async () => await GivenBackAsync(gateway) >= 2, "patient work is tried, and finds no room");
        Assert.Equal(1, engine.Requests);

        // Too old from now on.
        gateway.Files.Change(c => c["Gateway"]!["Release"] = new JsonObject { ["PromoteAfter"] = "00:00:00" });
        await Eventually.True(() => engine.Requests == 3, "both are with the engine, beside the stream");
        engine.Gate.SetResult();
        using var answer = await call.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var batch = await BatchCalls.UntilAsync(gateway.Client, id, ["completed", "failed"]);
        Assert.Equal("""{"total":1,"completed":1,"failed":0}""", batch.GetProperty("request_counts").GetRawText());
        Assert.Equal("[DONE]", (await SseText.AllAsync(stream))[^1]);
    }

    [Fact]
    public async Task Without_a_replica_a_held_call_waits_however_urgent_and_has_its_answer_when_one_comes()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(AllUrgent(TestCatalog.Document()) with { AwaitsReady = false });
        var call = gateway.ChatAsync("\"service_tier\":\"flex\",");
        await Eventually.True(async () => (await gateway.Admin.GetStringAsync("/admin/fleet")).Contains("\"waiting\":1", StringComparison.Ordinal), "it waits");
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var answer = await call.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, await GivenBackAsync(gateway));
    }

    [Fact]
    public async Task Without_a_replica_a_held_call_is_refused_at_its_limit()
    {
        var levels = TestCatalog.Document().ServiceLevels.Select(l => l.Tier == ServiceTier.NonInteractive ? l with { HoldLimit = TimeSpan.FromSeconds(1) } : l);
        await using var gateway = await GatewayUnderTest.StartAsync(AllUrgent(TestCatalog.Document() with { ServiceLevels = [.. levels] }) with { AwaitsReady = false });
        using var answer = await gateway.ChatAsync("\"service_tier\":\"flex\",").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (answer.StatusCode, answer.Headers.Contains("Retry-After")));
        var error = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"resource_unavailable\"", error, StringComparison.Ordinal);
        Assert.Contains("no room for this request within its tier's waiting time", error, StringComparison.Ordinal);
        Assert.Equal(0, await GivenBackAsync(gateway));
    }

    private static GatewaySetup AllUrgent(CatalogDocument catalog) =>
        new() { Catalog = catalog, Adjust = g => g["Release"] = new JsonObject { ["PromoteAfter"] = "00:00:00" } };

    /// <summary>How often patient work came back from the flow without having been placed.</summary>
    private static async Task<int> GivenBackAsync(GatewayUnderTest gateway) =>
        (await AdminStories.AnswerAsync(gateway, "/admin/requests?limit=100")).Requests.Sum(r => r.Steps.Count(s => s.Kind == StoryStepKind.GivenBack));
}
