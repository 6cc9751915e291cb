using System.Net;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class ChatTests
{
    [Fact]
    public async Task A_call_that_does_not_stream_gets_the_engines_answer_byte_for_byte_and_the_headers_that_explain_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync();
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":7,"total_tokens":10,"completion_tokens":3}}""", body);
        Assert.Equal("interactive-normal", response.Headers.GetValues(HeaderNames.Tier).Single());
        Assert.Equal("east", response.Headers.GetValues(HeaderNames.Region).Single());
        Assert.Equal("east-model-a-1", response.Headers.GetValues(HeaderNames.Replica).Single());
        Assert.Equal("1", response.Headers.GetValues(HeaderNames.Attempts).Single());
        Assert.Equal("0", response.Headers.GetValues(HeaderNames.QueueMs).Single());
        Assert.True(double.Parse(response.Headers.GetValues(HeaderNames.OverheadMs).Single()) is > 0 and < 5000);
        Assert.StartsWith("req_", response.Headers.GetValues(HeaderNames.RequestId).Single());
        Assert.True(response.Headers.Contains(HeaderNames.ProcessingMs));
    }

    [Fact]
    public async Task The_engine_gets_the_body_byte_for_byte_and_nothing_of_the_clients_key()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var body = "{ \"model\" : \"model-a\", \"messages\":[{\"role\":\"user\",\"content\":\"caf\\u00e9 \u65e5\u672c \"}], \"temperature\":0.7,  \"x\": [1, 2] }\n";

        using var response = await gateway.PostAsync("/v1/chat/completions", body, headers =>
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer sk-secret");
            headers.TryAddWithoutValidation("Cookie", "a=b");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal(body, seen.Body);
        Assert.False(seen.Headers.ContainsKey("Authorization"));
        Assert.False(seen.Headers.ContainsKey("Cookie"));
        Assert.Equal(response.Headers.GetValues(HeaderNames.RequestId).Single(), seen.Headers[HeaderNames.RequestId]);
    }

    [Fact]
    public async Task A_stream_passes_token_by_token_while_the_engine_still_generates()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await SseText.NextDataAsync(reader);
        var second = await SseText.NextDataAsync(reader).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("assistant", first);
        Assert.Contains("t0", second);

        engine.Gate.SetResult();
        var rest = await SseText.RestAsync(reader);
        Assert.Equal("[DONE]", rest[^1]);
        Assert.Equal("interactive-fast", response.Headers.GetValues(HeaderNames.Tier).Single());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", response.Headers.GetValues("x-accel-buffering").Single());
    }

    [Fact]
    public async Task Usage_is_asked_for_on_the_clients_behalf_and_its_chunk_taken_out()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);
        var events = await SseText.AllAsync(response);

        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.True(JsonDocument.Parse(seen.Body).RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.DoesNotContain(events, e => e.Contains("usage"));
        Assert.Equal(6, events.Count);
        Assert.Equal("[DONE]", events[^1]);
    }

    [Fact]
    public async Task Usage_that_the_client_asked_for_reaches_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync("\"stream_options\":{\"include_usage\":true},", stream: true);
        var events = await SseText.AllAsync(response);

        Assert.Contains(events, e => e.Contains("\"completion_tokens\":3"));
    }

    [Fact]
    public async Task An_alias_is_replaced_by_the_models_own_name_on_its_way_to_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true, model: "alias-a");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal("model-a", JsonDocument.Parse(seen.Body).RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task The_engines_own_refusal_of_a_bad_request_reaches_the_client()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status400;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("engine_said", await response.Content.ReadAsStringAsync());
        Assert.Equal(1, engine.Requests);
    }
}
