using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>
/// Silent streams are kept open by comments, and what comes after them follows the commit rule: status 200 has gone, another attempt
/// may follow while no byte of an upstream was passed on, and a refusal is an event. Every test waits for the comment itself.
/// </summary>
public sealed class KeepAliveTests
{
    private static readonly GatewaySetup Setup = new() { Adjust = g => g["Forwarding"] = new JsonObject { ["KeepAliveAfter"] = "00:00:00.020" } };

    [Fact]
    public async Task Litellm34374_a_stream_without_a_token_gets_comments_so_that_no_proxy_cuts_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, engine);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await AssertCommentAsync(reader);
        await AssertCommentAsync(reader);
        engine.BeforeHeaders.SetResult();
        var events = await SseText.RestAsync(reader);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", response.Headers.GetValues("x-accel-buffering").Single());
        Assert.Equal("interactive-fast", response.Headers.GetValues(HeaderNames.Tier).Single());
        Assert.Equal(6, events.Count);
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task An_engine_that_sent_headers_and_no_token_is_waited_for_with_comments_too()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.TokenGate = new SemaphoreSlim(0);
        engine.SendsRoleFirst = false;
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, engine);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await AssertCommentAsync(reader);
        engine.TokenGate.Release(100);

        Assert.Equal("[DONE]", (await SseText.RestAsync(reader))[^1]);
        Assert.Equal("east-model-a-1", response.Headers.GetValues(HeaderNames.Replica).Single());
    }

    [Fact]
    public async Task Vllm47647_an_engines_own_comments_do_not_end_the_choice_of_another_one()
    {
        await using var chatty = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        chatty.Fault = EngineFault.CutAfterComment;
        await using var gateway = await GatewayUnderTest.StartAsync(chatty, good);

        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.ChatAsync(stream: true);
            Assert.Equal("[DONE]", (await SseText.AllAsync(response))[^1]);
        }

        Assert.True(chatty.Requests > 0, "the one that breaks was never tried");
    }

    [Fact]
    public async Task After_a_comment_another_replica_may_still_answer()
    {
        await using var bad = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        bad.Fault = EngineFault.CutBeforeHeaders;
        bad.BeforeHeaders = good.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, bad, good);

        // Whichever is chosen first: one of some streams at once meets the bad one.
        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => gateway.ChatAsync(stream: true)));
        var readers = new List<StreamReader>();
        foreach (var stream in streams)
        {
            readers.Add(new StreamReader(await stream.Content.ReadAsStreamAsync()));
            await AssertCommentAsync(readers[^1]);
        }

        await Eventually.True(() => bad.Requests > 0, "the bad replica has one of them");
        good.BeforeHeaders.SetResult();
        foreach (var reader in readers)
        {
            var events = await SseText.RestAsync(reader);
            Assert.Equal(6, events.Count);
            Assert.Equal("[DONE]", events[^1]);
            reader.Dispose();
        }

        Assert.Equal(6, good.Requests);
        Assert.All(streams, s => s.Dispose());
    }

    [Fact]
    public async Task After_a_comment_an_engines_refusal_is_an_event_and_not_a_status()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status400;
        engine.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, engine);

        var events = await AfterCommentAsync(gateway, engine.BeforeHeaders);

        Assert.Equal("engine_said", CodeOf(Assert.Single(events)));
    }

    [Fact]
    public async Task After_a_comment_an_error_that_is_no_JSON_is_an_event_too()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Says = (404, "text/plain", "nothing\nhere");
        engine.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, engine);

        Assert.Equal("upstream_error", CodeOf(Assert.Single(await AfterCommentAsync(gateway, engine.BeforeHeaders))));
    }

    [Fact]
    public async Task After_a_comment_the_end_of_all_attempts_is_an_event_too()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status503;
        engine.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup with { HoldLimit = TimeSpan.FromMilliseconds(200) }, engine);

        Assert.NotEmpty(CodeOf(Assert.Single(await AfterCommentAsync(gateway, engine.BeforeHeaders))));
    }

    [Fact]
    public async Task A_held_stream_is_kept_open_and_refused_by_an_event()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(Setup with { HoldLimit = TimeSpan.FromSeconds(1) });

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await AssertCommentAsync(reader);
        var events = await SseText.RestAsync(reader);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(CodeOf(Assert.Single(events)));
    }

    [Fact]
    public async Task A_call_that_does_not_stream_gets_its_real_status_however_long_it_takes()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status400;
        engine.BeforeHeaders = NewGate();
        await using var gateway = await GatewayUnderTest.StartAsync(Setup, engine);

        // A stream beside it says when comments are due.
        using var plain = await StartWithStreamAsync(gateway, engine);

        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.DoesNotContain("keep-alive", await plain.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> StartWithStreamAsync(GatewayUnderTest gateway, FakeEngine engine)
    {
        var plain = gateway.ChatAsync();
        await Eventually.True(() => engine.Requests == 1, "the call is at the engine");
        using var stream = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await AssertCommentAsync(reader);
        await AssertCommentAsync(reader);
        engine.BeforeHeaders!.SetResult();
        return await plain;
    }

    private static async Task<List<string>> AfterCommentAsync(GatewayUnderTest gateway, TaskCompletionSource gate)
    {
        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await AssertCommentAsync(reader);
        gate.SetResult();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await SseText.RestAsync(reader);
    }

    private static async Task AssertCommentAsync(StreamReader reader)
    {
        Assert.Equal(": keep-alive", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
    }

    private static string CodeOf(string data) => JsonDocument.Parse(data).RootElement.GetProperty("error").GetProperty("code").GetString()!;

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
