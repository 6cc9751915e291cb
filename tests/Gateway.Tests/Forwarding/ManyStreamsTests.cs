using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class ManyStreamsTests
{
    [Fact]
    public async Task ProductionStack448_More_than_a_thousand_streams_at_once_are_all_served()
    {
        const int Streams = 1100;
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var routing = new JsonObject { ["ReplicaBoundSeconds"] = 1_000_000, ["PrefillBoundSeconds"] = 1_000_000 };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Routing = routing, HoldLimit = TimeSpan.FromMinutes(2) }, engine);

        var calls = Enumerable.Range(0, Streams).Select(_ => EndAsync(gateway)).ToArray();
        var flow = gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model];
        await Eventually.True(() => flow.OpenTickets == Streams, "all of them are open at once, running or held", TimeSpan.FromMinutes(1));
        engine.Gate.SetResult();
        Assert.All(await Task.WhenAll(calls), end => Assert.Equal((HttpStatusCode.OK, "[DONE]"), end));
    }

    private static async Task<(HttpStatusCode Status, string Last)> EndAsync(GatewayUnderTest gateway)
    {
        using var response = await gateway.ChatAsync(stream: true);
        return (response.StatusCode, (await SseText.AllAsync(response))[^1]);
    }
}
