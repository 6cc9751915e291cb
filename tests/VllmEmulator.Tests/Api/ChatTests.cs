using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class ChatTests
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task A_whole_answer_has_its_message_its_end_and_its_usage()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post(Path, ReplicaUnderTest.Chat("12345678", maxTokens: 5));
        Assert.Equal(200, status);
        Assert.Equal("chat.completion", body.GetProperty("object").GetString());
        Assert.StartsWith("chatcmpl-", body.GetProperty("id").GetString(), StringComparison.Ordinal);
        var choice = Assert.Single(body.GetProperty("choices").EnumerateArray());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal(5 * 4, choice.GetProperty("message").GetProperty("content").GetString()!.Length);
        // Eight bytes are two tokens, the message adds three.
        Assert.Equal((5, 5, 10), Usage(body));
    }

    [Fact]
    public async Task A_stream_opens_with_the_role_brings_a_chunk_a_token_and_closes_with_usage_and_done()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var events = await replica.Stream(Path, ReplicaUnderTest.Chat(maxTokens: 4, stream: true, usage: true));
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events[..^1].Select(e => JsonDocument.Parse(e).RootElement).ToArray();
        Assert.All(chunks, c => Assert.Equal("chat.completion.chunk", c.GetProperty("object").GetString()));
        Assert.Equal(1 + 4 + 1, chunks.Length);
        Assert.Equal("assistant", Choice(chunks[0]).GetProperty("delta").GetProperty("role").GetString());
        Assert.All(chunks[1..4], c => Assert.Equal(JsonValueKind.Null, Choice(c).GetProperty("finish_reason").ValueKind));
        Assert.Equal("length", Choice(chunks[4]).GetProperty("finish_reason").GetString());
        Assert.Empty(chunks[5].GetProperty("choices").EnumerateArray());
        Assert.Equal(4, chunks[5].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_without_include_usage_has_none()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var events = await replica.Stream(Path, ReplicaUnderTest.Chat(stream: true));
        Assert.DoesNotContain(events, e => e.Contains("usage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streamed_or_whole_and_on_any_replica_the_answer_is_the_same()
    {
        await using var one = await ReplicaUnderTest.Open(id: "r-1");
        await using var other = await ReplicaUnderTest.Open(id: "r-2");
        var whole = Content((await one.Post(Path, ReplicaUnderTest.Chat(maxTokens: 40))).Body);
        var events = await other.Stream(Path, ReplicaUnderTest.Chat(maxTokens: 40, stream: true));
        Assert.Equal(whole, Joined(events));
        Assert.NotEqual(whole, Content((await one.Post(Path, ReplicaUnderTest.Chat("Something else.", maxTokens: 40))).Body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_string_ends_the_answer_before_it_even_across_tokens(bool stream)
    {
        await using var replica = await ReplicaUnderTest.Open();
        var full = Content((await replica.Post(Path, Body(null, stream: false))).Body);
        var stop = full[9..15];
        var cut = full[..full.IndexOf(stop, StringComparison.Ordinal)];
        if (stream)
        {
            var events = await replica.Stream(Path, Body(stop, stream: true));
            Assert.Equal(cut, Joined(events));
            Assert.Equal("stop", Choice(JsonDocument.Parse(events[^2]).RootElement).GetProperty("finish_reason").GetString());
            return;
        }

        var body = (await replica.Post(Path, Body(stop, stream: false))).Body;
        Assert.Equal(cut, Content(body));
        Assert.Equal("stop", Choice(body).GetProperty("finish_reason").GetString());
        Assert.Equal(stop, Choice(body).GetProperty("stop_reason").GetString());
        Assert.Equal(4, Usage(body).Completion);
    }

    [Fact]
    public async Task Several_choices_differ_and_all_count()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, body) = await replica.Post(Path, new { model = "alias", n = 3, max_completion_tokens = 6, ignore_eos = true, messages = Messages });
        var contents = body.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("message").GetProperty("content").GetString()).ToArray();
        Assert.Equal(3, contents.Distinct().Count());
        Assert.Equal(18, Usage(body).Completion);
        var events = await replica.Stream(Path, new { model = "alias", n = 3, max_completion_tokens = 6, ignore_eos = true, stream = true, messages = Messages });
        var third = events[..^1].Select(e => Choice(JsonDocument.Parse(e).RootElement))
            .Where(c => c.GetProperty("index").GetInt32() == 2)
            .Select(c => c.GetProperty("delta").GetProperty("content").GetString());
        Assert.Equal(contents[2], string.Concat(third));
    }

    [Fact]
    public async Task Without_a_limit_an_answer_ends_by_itself_and_min_tokens_and_ignore_eos_hold_it()
    {
        await using var replica = await ReplicaUnderTest.Open(timeScale: 100);
        var natural = (await replica.Post(Path, ReplicaUnderTest.Chat(maxTokens: null))).Body;
        Assert.Equal("stop", Choice(natural).GetProperty("finish_reason").GetString());
        Assert.InRange(Usage(natural).Completion, 7, 1000);
        var held = (await replica.Post(Path, new { model = "alias", min_tokens = 1200, max_tokens = 1300, messages = Messages })).Body;
        Assert.Equal(1200, Usage(held).Completion);
        var ignored = (await replica.Post(Path, new { model = "alias", ignore_eos = true, max_tokens = 1300, messages = Messages })).Body;
        Assert.Equal(1300, Usage(ignored).Completion);
    }

    [Fact]
    public async Task Content_parts_and_parameters_without_effect_are_accepted()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, _) = await replica.PostText(Path, $$"""
            { "model": "{{ReplicaUnderTest.Model}}", "temperature": 0.2, "top_p": 0.9, "logprobs": true, "top_logprobs": 2, "user": "u",
              "service_tier": "auto", "priority": -3, "seed": 42, "max_tokens": 3, "stop": ["\n\n"], "response_format": { "type": "text" },
              "messages": [ { "role": "user", "content": [ { "type": "text", "text": "Hello" }, { "type": "text", "text": " there" } ] } ] }
            """);
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task The_clients_request_id_comes_back_and_names_the_answer()
    {
        await using var replica = await ReplicaUnderTest.Open();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(ReplicaUnderTest.Chat()) };
        request.Headers.Add("x-request-id", "abc-123");
        using var answer = await replica.Http.SendAsync(request);
        Assert.Equal("abc-123", answer.Headers.GetValues("x-request-id").Single());
        Assert.Equal("chatcmpl-abc-123", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
    }

    private static readonly object[] Messages = [new { role = "system", content = "Be brief." }, new { role = "user", content = "Why?" }];

    private static object Body(string? stop, bool stream) =>
        new { model = ReplicaUnderTest.Model, messages = Messages, max_tokens = 30, ignore_eos = true, stop, stream };

    private static JsonElement Choice(JsonElement body) => body.GetProperty("choices")[0];

    private static string Content(JsonElement body) => Choice(body).GetProperty("message").GetProperty("content").GetString()!;

    private static string Joined(IEnumerable<string> events) => string.Concat(events
        .Where(e => e != "[DONE]")
        .Select(e => Choice(JsonDocument.Parse(e).RootElement).GetProperty("delta").GetProperty("content").GetString()));

    private static (int Prompt, int Completion, int Total) Usage(JsonElement body)
    {
        var usage = body.GetProperty("usage");
        return (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32());
    }
}
