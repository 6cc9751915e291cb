using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class HoldTests
{
    /// <summary>Of an empty fleet a replica may be expected for as long as a busy machine takes.</summary>
    private static JsonObject Patient => new() { ["ReturnWithin"] = "00:10:00" };

    [Fact]
    public async Task Without_a_ready_replica_a_request_is_held_and_goes_when_one_appears()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromSeconds(20), Routing = Patient });

        var call = gateway.ChatAsync(stream: true);
        await HeldAsync(gateway, 1);
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-9", engine.Url));
        using var response = await call;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(double.Parse(response.Headers.GetValues(HeaderNames.QueueMs).Single()) > 0);
        Assert.Equal("[DONE]", (await SseText.AllAsync(response))[^1]);
    }

    [Fact]
    public async Task A_full_replica_makes_the_next_request_wait_for_the_first_to_end()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var setup = new GatewaySetup { HoldLimit = TimeSpan.FromSeconds(20), Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        var first = gateway.ChatAsync();
        await Eventually.True(() => engine.Requests == 1, "the first request runs");
        var second = gateway.ChatAsync();
        await HeldAsync(gateway, 1);
        Assert.Equal(1, engine.Requests);

        engine.Gate.SetResult();
        using var a = await first;
        using var b = await second;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (a.StatusCode, b.StatusCode));
        Assert.Equal(2, engine.Requests);
    }

    [Fact]
    public async Task A_held_request_is_refused_with_a_reason_when_its_tiers_patience_ends()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromMilliseconds(200), Routing = Patient });

        using var response = await gateway.ChatAsync(stream: true);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("hold-limit-reached", response.Headers.GetValues(HeaderNames.DropReason).Single());
    }

    [Fact]
    public async Task A_pool_that_refuses_half_of_what_comes_shows_all_of_it_as_demand()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new JumpingTime();
        time.Jump(TimeSpan.FromHours(1.5) - TimeSpan.FromTicks(time.GetUtcNow().Ticks % TimeSpan.TicksPerHour));
        var setup = new GatewaySetup
        {
            Time = time, HoldLimit = TimeSpan.FromMilliseconds(100), Adjust = g => g["DemandBin"] = "01:00:00", Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05 },
        };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        var served = gateway.ChatAsync();
        await Eventually.True(() => engine.Requests == 1, "the first request runs");
        using var refused = await gateway.ChatAsync();
        engine.Gate.SetResult();
        using var answered = await served;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (answered.StatusCode, refused.StatusCode));

        time.Jump(TimeSpan.FromHours(1));
        var bin = Assert.Single(gateway.Services.GetRequiredService<DemandMeter>().LastComplete());
        Assert.Equal(2, bin.RequestsPerSecond * 3600, 6);
        Assert.True(bin.PromptTokensPerSecond > 0 && bin.OutputTokensPerSecond > 0);
        Assert.Equal(1, engine.Requests);
    }

    [Fact]
    public async Task A_held_client_that_leaves_is_forgotten()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromSeconds(30), Routing = Patient });
        using var leaving = new CancellationTokenSource();

        var call = gateway.ChatAsync(stream: true, cancellation: leaving.Token);
        await HeldAsync(gateway, 1);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await HeldAsync(gateway, 0);
    }

    [Fact]
    public async Task A_shutdown_refuses_what_is_held_and_lets_a_running_stream_finish()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var setup = new GatewaySetup { HoldLimit = TimeSpan.FromSeconds(30), Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        using var running = await gateway.ChatAsync(stream: true);
        var held = gateway.ChatAsync(stream: true);
        await HeldAsync(gateway, 1);

        var stopping = gateway.StopAsync();
        using var refused = await held.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("server_is_shutting_down", await refused.Content.ReadAsStringAsync());

        engine.Gate.SetResult();
        Assert.Equal("[DONE]", (await SseText.AllAsync(running))[^1]);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task HeldAsync(GatewayUnderTest gateway, int count) => Eventually.True(
        () => gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model].Read().Held.Sum() == count, $"{count} held");
}
