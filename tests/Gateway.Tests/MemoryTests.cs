using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>A gateway that has served is as large as one that has not.</summary>
public sealed class MemoryTests
{
    private const int Round = 600;
    private const int Windows = 4;

    /// <summary>Less than what one request takes while it runs: whatever is kept of each, a header or an id, is found.</summary>
    private const long MostKeptOfEach = 250;

    [Fact]
    public async Task Litellm12685_27954_25219_38193_21908_what_was_served_leaves_nothing_behind()
    {
        await using var engine = await FakeEngine.StartAsync();

        // The last requests are remembered to be explained: fewer than the first round has.
        var setup = new GatewaySetup { Adjust = g => g["Explain"] = new JsonObject { ["Requests"] = 100 } };
        await using var gateway = await GatewayProcess.StartAsync(setup, GatewayUnderTest.Replica("east-model-a-1", engine.Url));

        // What grows to a limit (pools, tables, compiled code) grows in steps, a few times; what is kept of each request grows in every round.
        await ServeAsync(gateway, rounds: 3);
        var heap = await HeapAsync(gateway);
        var least = long.MaxValue;
        for (var i = 0; i < Windows; i++)
        {
            await ServeAsync(gateway, rounds: 1);
            var now = await HeapAsync(gateway);
            (least, heap) = (Math.Min(least, now - heap), now);
        }

        Assert.True(least < Round * MostKeptOfEach, $"at least {least} bytes more after every {Round} requests");
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
