using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>The upstream's limits of time as shipped, over real sockets, on a clock that jumps.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeoutOptions Limits = new();

    [Fact]
    public async Task ProductionStack749_One_engine_hangs_and_only_its_own_requests_feel_it()
    {
        await using var hung = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        hung.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(hung, good);

        // No limit is near: what hangs hangs, and everybody else is served meanwhile.
        using var leaving = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 8).Select(_ => gateway.ChatAsync(stream: true, cancellation: leaving.Token)).ToArray();
        await Eventually.True(() => hung.Requests > 0 && hung.Requests + calls.Count(c => c.IsCompletedSuccessfully) == 8, "all that is not at the hung engine is answered");
        await gateway.ReadyAsync(2);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
        await Eventually.True(() => hung.Canceled == hung.Requests, "the hung engine's requests were cancelled");
    }

    [Fact]
    public async Task Bifrost7034_A_stream_without_a_first_token_in_time_is_served_by_another_engine()
    {
        await using var hung = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        hung.Fault = good.Fault = EngineFault.Hang;
        var time = new JumpingTime();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Time = time }, hung, good);
        var call = gateway.ChatAsync(stream: true);
        await Eventually.True(() => hung.Requests + good.Requests == 1, "one engine has it");
        hung.Fault = good.Fault = EngineFault.None;
        time.Jump(Limits.FirstToken);

        using var response = await call;
        Assert.Equal((HttpStatusCode.OK, "[DONE]"), (response.StatusCode, (await SseText.AllAsync(response))[^1]));
        Assert.Equal("2", response.Headers.GetValues(HeaderNames.Attempts).Single());
        await Eventually.True(() => hung.Canceled + good.Canceled == 1, "the attempt at the hung engine was cancelled");
        Assert.Equal((1, 1), (hung.Requests, good.Requests));
    }

    [Fact]
    public async Task Bifrost7034_With_nobody_else_to_try_the_client_gets_504_and_the_reason()
    {
        var (status, reason, body) = await AnswerOfHungEngineAsync(stream: true, Limits.FirstToken);
        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Contains("first-token-timeout", reason);
        Assert.Contains("upstream_timeout", body);
    }

    [Fact]
    public async Task A_whole_answer_is_bounded_by_the_total_alone()
    {
        var (status, reason, _) = await AnswerOfHungEngineAsync(stream: false, Limits.FirstToken, Limits.Total - Limits.FirstToken);
        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Contains("total-timeout", reason);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_ends_with_an_error_event_and_is_not_sent_again()
    {
        await using var silent = await FakeEngine.StartAsync();
        await using var other = await FakeEngine.StartAsync();
        silent.Gate = other.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new JumpingTime();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Time = time }, silent, other);
        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await SseText.NextDataAsync(reader);
        Assert.Contains("t0", await SseText.NextDataAsync(reader));
        time.Jump(Limits.Gap);

        Assert.Contains("upstream_timeout", (await SseText.RestAsync(reader))[^1]);
        Assert.Equal(1, silent.Requests + other.Requests);
        await Eventually.True(() => silent.Canceled + other.Canceled == 1, "the engine's request was cancelled");
    }

    [Fact]
    public async Task Litellm34399_An_engine_that_asks_to_be_left_alone_gets_no_further_request()
    {
        await using var busy = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        busy.Fault = EngineFault.Status503;
        busy.RetryAfter = "60";
        await using var gateway = await GatewayUnderTest.StartAsync(busy, good);
        for (var i = 0; i < 12; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(1, busy.Requests);
    }

    [Fact]
    public async Task Bifrost7035_A_client_that_left_is_not_tried_for_again()
    {
        await using var hung = await FakeEngine.StartAsync();
        await using var other = await FakeEngine.StartAsync();
        hung.Fault = other.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(hung, other);
        using var leaving = new CancellationTokenSource();
        var call = gateway.ChatAsync(stream: true, cancellation: leaving.Token);
        await Eventually.True(() => hung.Requests + other.Requests == 1, "one engine has the request");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.True(() => hung.Canceled + other.Canceled == 1, "it was cancelled there");

        // The request is gone from the flow, so that nobody can start another attempt for it.
        var flow = gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model];
        await Eventually.True(() => flow.Read().InFlight.Sum() == 0, "nothing in flight");
        Assert.Equal(1, hung.Requests + other.Requests);
    }

    private static async Task<(HttpStatusCode Status, string Reason, string Body)> AnswerOfHungEngineAsync(bool stream, params TimeSpan[] jumps)
    {
        await using var hung = await FakeEngine.StartAsync();
        hung.Fault = EngineFault.Hang;
        var time = new JumpingTime();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Time = time }, hung);
        var call = gateway.ChatAsync(stream: stream);
        await Eventually.True(() => hung.Requests == 1, "the engine has it");
        foreach (var jump in jumps)
        {
            Assert.False(call.IsCompleted);
            time.Jump(jump);
        }

        using var response = await call;
        return (response.StatusCode, response.Headers.GetValues(HeaderNames.DropReason).Single(), await response.Content.ReadAsStringAsync());
    }
}
