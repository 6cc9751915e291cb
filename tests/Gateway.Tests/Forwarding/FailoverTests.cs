using System.Net;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class FailoverTests
{
    public static readonly TheoryData<string> Faults = ["Status503", "Status500", "CutBeforeHeaders", "CutAfterHeaders"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ProductionStack382_643_A_stream_that_had_no_byte_yet_goes_to_another_replica(string fault)
    {
        await using var bad = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        bad.Fault = Enum.Parse<EngineFault>(fault);
        await using var gateway = await GatewayUnderTest.StartAsync(bad, good);

        // Whichever is chosen first: after some requests the bad one was tried at least once.
        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.ChatAsync(stream: true);
            var events = await SseText.AllAsync(response);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("[DONE]", events[^1]);
            Assert.Equal("east-model-a-2", response.Headers.GetValues(HeaderNames.Replica).Single());
        }

        Assert.True(bad.Requests > 0, "the bad replica was never tried");
        Assert.Equal(4, good.Requests);
    }

    [Fact]
    public async Task A_replica_whose_port_is_closed_costs_an_attempt_and_no_request()
    {
        await using var good = await FakeEngine.StartAsync();
        var gone = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(gone, good);
        await gone.DisposeAsync();

        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_body_is_sent_again_in_full_to_the_second_replica()
    {
        await using var bad = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        bad.Fault = EngineFault.CutBeforeHeaders;
        await using var gateway = await GatewayUnderTest.StartAsync(bad, good);
        for (var i = 0; i < 4 && bad.Requests == 0; i++)
        {
            using var response = await gateway.ChatAsync();
        }

        Assert.True(bad.Seen.TryPeek(out var first));
        Assert.Contains(good.Seen, s => s.Body == first.Body);
    }

    [Fact]
    public async Task A_stream_that_had_a_byte_is_not_tried_again_and_ends_with_an_error_event()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var other = await FakeEngine.StartAsync();
        engine.Fault = other.Fault = EngineFault.CutAfterFirstToken;
        engine.Gate = other.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine, other);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("assistant", await SseText.NextDataAsync(reader));
        Assert.Contains("t0", await SseText.NextDataAsync(reader));
        engine.Gate.SetResult();
        var events = await SseText.RestAsync(reader);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var error = JsonDocument.Parse(events[^1]).RootElement.GetProperty("error");
        Assert.Equal("stream_broken", error.GetProperty("code").GetString());
        Assert.Equal(1, engine.Requests + other.Requests);
    }

    [Fact]
    public async Task When_every_attempt_fails_the_client_gets_a_real_status_in_OpenAIs_shape()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status503;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);
        var body = await response.Content.ReadAsStringAsync();

        Assert.True((int)response.StatusCode is 502 or 503, $"status {(int)response.StatusCode}: {body}");
        Assert.DoesNotContain("engine_said", body);
        Assert.False(string.IsNullOrEmpty(JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("code").GetString()));
        Assert.True(response.Headers.Contains(HeaderNames.DropReason));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_engines_work_at_once()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var leaving = new CancellationTokenSource();

        var response = await gateway.ChatAsync(stream: true, cancellation: leaving.Token);
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await SseText.NextDataAsync(reader);
        }

        response.Dispose();
        await Eventually.True(() => engine.Canceled == 1, "the engine's request was cancelled", TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_client_that_leaves_before_any_answer_ends_the_engines_work_too()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var leaving = new CancellationTokenSource();

        var call = gateway.ChatAsync(cancellation: leaving.Token);
        await Eventually.True(() => engine.Requests == 1, "the engine has the request");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.True(() => engine.Canceled == 1, "the engine's request was cancelled", TimeSpan.FromSeconds(3));
    }
}
