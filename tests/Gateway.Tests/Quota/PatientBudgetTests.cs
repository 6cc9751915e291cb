using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>What a key may not do interactively it may not do by batch either.</summary>
public sealed class PatientBudgetTests
{
    [Fact]
    public async Task Patient_work_is_paid_from_its_keys_budget_and_waits_when_that_is_used_up()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Tokens = 50;
        await using var gateway = await StartAsync(engine, """{"id":"k1","sha256":"GOOD","tenant":"acme","limits":{"usdPerDay":0.008,"requestsPerMinute":1}}""");
        var runner = gateway.Services.GetRequiredService<IDeferredRunner>();

        // 50 tokens are half a cent: after the first there is too little for another.
        var first = await RunAsync(runner, "k1");
        Assert.Equal((RequestOutcome.Completed, 200), (first.Outcome, first.Status));
        var second = await RunAsync(runner, "k1");
        Assert.Equal(new DeferredResult(RequestOutcome.QuotaExceeded, 0, default, null), second);
        Assert.Equal(LineStep.PutBack, LineVerdict.Of(second, 4, 4).Step);
        Assert.Equal(RequestOutcome.Completed, (await RunAsync(runner, null)).Outcome);

        var usage = JsonSerializer.Deserialize(await gateway.Admin.GetStringAsync("/admin/usage?by=key"), SharedJson.Default.UsageDocument)!;
        Assert.Equal(1, usage.Rows.Single(r => r.Key == "k1").Requests);
        Assert.Equal(0.005m, usage.Rows.Single(r => r.Key == "k1").Usd);
        using var interactive = await KeyTests.ChatAsync(gateway, "sk-good", extra: "\"max_tokens\":50,");
        Assert.Contains("insufficient_quota", await interactive.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_takes_only_models_of_its_key_and_its_lines_stay_in_the_keys_regions()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(
            engine,
            """{"id":"k1","sha256":"GOOD","tenant":"acme","models":["alias-a"],"regions":["east"]}""",
            """{"id":"k2","sha256":"WEST","tenant":"zeta","regions":["west"]}""");

        Assert.Equal("failed", await BatchAsync(gateway, "sk-good", "model-a", status => status == "failed"));
        Assert.Equal(0, engine.Requests);
        Assert.Equal("completed", await BatchAsync(gateway, "sk-good", "alias-a", status => status == "completed"));
        var served = engine.Requests;
        Assert.Equal("in_progress", await BatchAsync(gateway, "sk-west", "model-a", status => status == "in_progress"));
        Assert.Equal("completed", await BatchAsync(gateway, "sk-good", "alias-a", status => status == "completed"));
        Assert.Equal(served + 1, engine.Requests);
    }

    private static async Task<string> BatchAsync(GatewayUnderTest gateway, string key, string model, Func<string, bool> awaited)
    {
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(BatchHost.Line("one", "hello", model))), "file", "input.jsonl" },
        };
        using var file = await client.PostAsync("/v1/files", form);
        var id = (await file.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var created = await client.PostAsJsonAsync("/v1/batches", new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" });
        var batch = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var status = "";
        await Eventually.True(
            async () => awaited(status = (await client.GetFromJsonAsync<JsonElement>($"/v1/batches/{batch}")).GetProperty("status").GetString()!), $"the batch of {model} gets on");
        return status;
    }

    internal static Task<DeferredResult> RunAsync(GatewayUnderTest gateway, string key) => RunAsync(gateway.Services.GetRequiredService<IDeferredRunner>(), key);

    private static Task<DeferredResult> RunAsync(IDeferredRunner runner, string? key) => runner.RunAsync(
        Desk.Request(57) with
        {
            Id = RequestIds.New(),
            Tier = ServiceTier.NonInteractive,
            PromptTokens = 7,
            ExpectedOutputTokens = 50,
            Arrived = Instant.From(TimeProvider.System.GetUtcNow()),
        },
        "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), default, key);

    private static Task<GatewayUnderTest> StartAsync(FakeEngine engine, params string[] keys) => GatewayUnderTest.StartAsync(
        new GatewaySetup
        {
            KeysJson = KeyTests.Document(keys),
            Adjust = g => g["Prices"] = new JsonArray(new JsonObject { ["Model"] = "model-a", ["OutputUsdPerMillion"] = 100 }),
        },
        engine);
}
