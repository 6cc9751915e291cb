using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Clients that leave. <c>sageserve bench fuzz</c> says how soon the engine hears of it; here it is that it does.</summary>
public sealed class LeavingTests
{
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "\"service_tier\":\"flex\",")]
    public async Task Litellm37140_The_engine_stops_working_for_a_client_that_left_before_any_byte(bool stream, string extra)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var leaving = new CancellationTokenSource();
        var call = gateway.ChatAsync(extra, stream, cancellation: leaving.Token);
        await Eventually.True(() => engine.Requests == 1, "the engine has the request");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.True(() => engine.Canceled == 1, "the engine's work was cancelled");
        await EmptyAsync(gateway);
    }

    [Fact]
    public async Task Yarp461_A_stream_that_nobody_reads_any_more_is_closed_at_the_engine_though_it_says_nothing()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var response = await gateway.ChatAsync(stream: true);
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await SseText.NextDataAsync(reader);
            await SseText.NextDataAsync(reader);
        }

        response.Dispose();
        await Eventually.True(() => engine.Canceled == 1, "the engine's stream was closed");
        await EmptyAsync(gateway);
    }

    [Fact]
    public async Task Litellm12685_Bifrost828_Nothing_stays_behind_of_a_burst_of_clients_that_leave_wherever_they_are()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var routing = new System.Text.Json.Nodes.JsonObject { ["ReplicaBoundSeconds"] = 1 };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromMinutes(2), Routing = routing }, engine);
        using var leaving = new CancellationTokenSource();
        var flow = gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model];

        // Some run, most are held, some wait for their release.
        var calls = Enumerable.Range(0, 300).Select(i => ReadAsync(gateway, i, leaving.Token)).ToArray();
        await Eventually.True(() => engine.Requests > 0 && flow.Read().Held.Sum() > 100, "some run and many are held");
        Assert.True(flow.OpenTickets > 100);

        await leaving.CancelAsync();
        await Task.WhenAll(calls);
        await EmptyAsync(gateway);
        await Eventually.True(() => engine.Canceled == engine.Requests, "every running one was cancelled at the engine");
    }

    private static async Task ReadAsync(GatewayUnderTest gateway, int number, CancellationToken leaving)
    {
        try
        {
            using var response = await gateway.ChatAsync(number % 5 == 0 ? "\"service_tier\":\"flex\"," : null, stream: number % 2 == 0, cancellation: leaving);
            await response.Content.ReadAsByteArrayAsync(leaving);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            // Left.
        }
    }

    private static Task EmptyAsync(GatewayUnderTest gateway) => Eventually.True(
        () =>
        {
            var flow = gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model];
            var readout = flow.Read();
            return flow.OpenTickets == 0 && readout.Held.Sum() == 0 && readout.InFlight.Sum() == 0 && readout.Work.All(w => w.Seconds == 0);
        },
        "nothing held, in flight or reserved");
}
