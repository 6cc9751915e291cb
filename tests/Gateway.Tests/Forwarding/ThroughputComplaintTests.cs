using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>What makes other gateways slow under load (PEERS 2, points 1 to 5), by its cause: no test of ours looks at a clock.</summary>
public sealed class ThroughputComplaintTests
{
    [Fact]
    public async Task Litellm13546_no_request_waits_for_another_ones_answer()
    {
        const int Requests = 60;
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var routing = new JsonObject { ["ReplicaBoundSeconds"] = 1_000_000, ["PrefillBoundSeconds"] = 1_000_000 };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Routing = routing }, engine);

        var calls = Enumerable.Range(0, Requests).Select(_ => gateway.ChatAsync("\"max_tokens\":20,")).ToArray();
        await Eventually.True(() => engine.Requests == Requests, "all of them are at the engine before one is answered");
        engine.Gate.SetResult();

        foreach (var response in await Task.WhenAll(calls))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Litellm21046_9491_Gpustack1842_a_request_opens_no_connection_of_its_own(bool stream)
    {
        const int Requests = 100;
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        for (var i = 0; i < Requests; i++)
        {
            using var response = await gateway.ChatAsync(stream: stream);
            await response.Content.ReadAsByteArrayAsync();
        }

        // A client may have its last byte a moment before the connection is free again: the next one then takes a second connection.
        Assert.Equal(Requests, engine.Requests);
        Assert.InRange(engine.Connections.Count, 1, Requests / 10);
    }

    [Fact]
    public async Task Envoy16905_28593_39514_an_answer_that_its_client_does_not_read_stays_at_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Flood = 256L * 1024 * 1024;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using (var response = await gateway.ChatAsync(stream: true))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Contains("xxx", await SseText.NextDataAsync(reader));

            // Nobody reads on: once the buffers of two sockets are full the engine can write no more, unless the gateway keeps what comes.
            var before = -1L;
            await Eventually.True(
                async () =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100));
                    return before == (before = engine.Flooded);
                },
                "the engine is not read any more");
            Assert.True(engine.Flooded < engine.Flood / 2, $"{engine.Flooded} bytes were taken");
        }

        await Eventually.True(() => engine.Canceled == 1, "the engine's stream was closed");
    }
}
