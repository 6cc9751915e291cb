using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>A gateway that has served is as large as one that has not.</summary>
public sealed class MemoryTests
{
    private const int Round = 600;

    /// <summary>Less than what one request takes while it runs: whatever is kept of each, a header or an id, is found.</summary>
    private const long MostKeptOfEach = 250;

    [Fact]
    public async Task Litellm12685_27954_25219_38193_21908_what_was_served_leaves_nothing_behind()
    {
        await using var engine = await FakeEngine.StartAsync();

        // The last requests are remembered to be explained: fewer than the first round has.
        var setup = new GatewaySetup { Adjust = g => g["Explain"] = new JsonObject { ["Requests"] = 100 } };
        await using var gateway = await GatewayProcess.StartAsync(setup, GatewayUnderTest.Replica("east-model-a-1", engine.Url));

        // What grows to a limit (pools, tables, compiled code) has grown by then.
        await ServeAsync(gateway, rounds: 3);
        var before = await HeapAsync(gateway);
        await ServeAsync(gateway, rounds: 2);

        var grown = await HeapAsync(gateway) - before;
        Assert.True(grown < 2 * Round * MostKeptOfEach, $"{grown} bytes more after {2 * Round} requests");
    }

    private static Task ServeAsync(GatewayProcess gateway, int rounds) => Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
    {
        for (var i = worker; i < rounds * Round; i += 8)
        {
            using var response = await gateway.ChatAsync(stream: i % 2 == 0);
            await response.Content.ReadAsByteArrayAsync();
        }
    }));

    private static async Task<long> HeapAsync(GatewayProcess gateway)
    {
        using var response = await gateway.Admin.PostAsync("/admin/memory", null);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("heapBytes").GetInt64();
    }
}
