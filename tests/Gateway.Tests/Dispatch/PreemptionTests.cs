namespace SageServe.Gateway.Tests;

/// <summary>What the engine's own queue does badly, seen at a real emulated vLLM.</summary>
public sealed class PreemptionTests
{
    private const int Tokens = 150;

    /// <summary>
    /// An engine that was given more than its KV cache holds preempts, and what it preempted may starve. The gateway gives it no more
    /// than fits, and keeps the rest where the hold order decides.
    /// </summary>
    [Fact]
    public async Task Vllm41951_24365_more_work_than_the_kv_cache_holds_preempts_nothing_and_all_of_it_ends()
    {
        // Together they need more than twice what the cache holds.
        const int Requests = 40;
        var catalog = TestCatalog.Document();
        catalog = catalog with { Profiles = [.. catalog.Profiles.Select(p => p with { KvCapacityTokens = 2400 })] };
        await using var emulator = await EmulatorProcess.StartAsync(replicas: 1, catalog);
        var replicas = await emulator.ReplicasAsync();
        var routing = new System.Text.Json.Nodes.JsonObject { ["ReplicaBoundSeconds"] = 1_000_000, ["PrefillBoundSeconds"] = 1_000_000 };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Catalog = catalog, HoldLimit = TimeSpan.FromMinutes(2), Routing = routing });
        gateway.SetFleet(replicas);
        await gateway.ReadyAsync(1);

        var ends = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => EndAsync(gateway)));

        Assert.All(ends, end => Assert.Equal("[DONE]", end));
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(replicas[0].Url + "/metrics");
        Assert.Contains(Lines(metrics, "vllm:generation_tokens_total"), v => v >= Requests * Tokens);
        Assert.All(Lines(metrics, "vllm:num_preemptions_total"), v => Assert.Equal(0, v));
    }

    private static async Task<string> EndAsync(GatewayUnderTest gateway)
    {
        using var response = await gateway.ChatAsync($"\"max_tokens\":{Tokens},\"ignore_eos\":true,", stream: true);
        return (await SseText.AllAsync(response))[^1];
    }

    private static List<double> Lines(string metrics, string name) =>
        [.. metrics.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))];
}
