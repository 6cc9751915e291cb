using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

/// <summary>Responses, Anthropic's Messages, reranking, scoring and counting.</summary>
public sealed class OtherPathTests
{
    [Fact]
    public async Task Responses_answer_whole_and_in_numbered_events_with_the_same_text()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var request = new { model = "alias", instructions = "Be short.", input = "Tell me.", max_output_tokens = 9 };
        var (_, whole) = await replica.Post("/v1/responses", request);
        var events = await EventsAsync(replica, "/v1/responses", new { request.model, request.instructions, request.input, request.max_output_tokens, stream = true });

        Assert.Equal(("response", "incomplete"), (whole.GetProperty("object").GetString(), whole.GetProperty("status").GetString()));
        var text = whole.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString();
        Assert.Equal(text, string.Concat(events.Where(e => e.Name == "response.output_text.delta").Select(e => e.Data.GetProperty("delta").GetString())));
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e.Data.GetProperty("sequence_number").GetInt32()));
        Assert.All(events, e => Assert.Equal(e.Name, e.Data.GetProperty("type").GetString()));
        Assert.Equal(("response.created", "response.incomplete"), (events[0].Name, events[^1].Name));
        Assert.Equal(9, events[^1].Data.GetProperty("response").GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Responses_take_items_and_keep_to_a_schema()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, body) = await replica.Post("/v1/responses", new
        {
            model = "alias",
            input = new object[] { new { role = "user", content = new[] { new { type = "input_text", text = "x" } } }, new { type = "function_call_output", call_id = "c", output = "4" } },
            text = new { format = new { type = "json_schema", name = "n", schema = new { type = "object", properties = new { a = new { type = "boolean" } } } } },
        });
        var text = body.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.True(JsonDocument.Parse(text).RootElement.GetProperty("a").ValueKind is JsonValueKind.True or JsonValueKind.False);
        Assert.Equal("completed", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Messages_answer_in_Anthropics_shapes_whole_and_streamed()
    {
        await using var replica = await ReplicaUnderTest.Open();
        object Request(bool stream) => new { model = "alias", max_tokens = 5, system = "Be short.", stream, messages = new[] { new { role = "user", content = "12345678" } } };
        var (_, whole) = await replica.Post("/v1/messages", Request(false));
        var events = await EventsAsync(replica, "/v1/messages", Request(true));

        Assert.Equal(("message", "max_tokens"), (whole.GetProperty("type").GetString(), whole.GetProperty("stop_reason").GetString()));
        // Nine bytes of system and eight of message are three and two tokens, each of the two adds three.
        Assert.Equal(11, whole.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(
            whole.GetProperty("content")[0].GetProperty("text").GetString(),
            string.Concat(events.Where(e => e.Name == "content_block_delta").Select(e => e.Data.GetProperty("delta").GetProperty("text").GetString())));
        Assert.Equal(["message_start", "content_block_start"], events[..2].Select(e => e.Name));
        Assert.Equal(["content_block_stop", "message_delta", "message_stop"], events[^3..].Select(e => e.Name));
        Assert.Equal(5, events[^2].Data.GetProperty("usage").GetProperty("output_tokens").GetInt32());
        var (_, counted) = await replica.Post("/v1/messages/count_tokens", Request(false));
        Assert.Equal(11, counted.GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Messages_errors_have_Anthropics_shape()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post("/v1/messages", new { model = "alias", messages = new[] { new { role = "user", content = "x" } } });
        Assert.Equal((400, "error"), (status, body.GetProperty("type").GetString()));
        Assert.Contains("max_tokens", body.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/rerank")]
    [InlineData("/v1/rerank")]
    public async Task Documents_are_ranked_by_the_words_they_share_with_the_query(string path)
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, body) = await replica.Post(path, new { model = "alias", query = "red fast car", documents = new object[] { "a boat", new { text = "a red car" }, "a fast red car" }, top_n = 2 });
        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal([2, 1], results.Select(r => r.GetProperty("index").GetInt32()));
        Assert.Equal("a red car", results[1].GetProperty("document").GetProperty("text").GetString());
        Assert.True(results[0].GetProperty("relevance_score").GetDouble() > results[1].GetProperty("relevance_score").GetDouble());
        Assert.True(body.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 10);
    }

    [Fact]
    public async Task Scores_are_one_to_many_or_pair_by_pair()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, many) = await replica.Post("/v1/score", new { model = "alias", text_1 = "red car", text_2 = new[] { "red car", "boat" } });
        var (_, pairs) = await replica.Post("/score", new { model = "alias", text_1 = new[] { "red car", "boat" }, text_2 = new[] { "boat", "boat" } });
        var (status, _) = await replica.Post("/score", new { model = "alias", text_1 = new[] { "a", "b" }, text_2 = new[] { "c", "d", "e" } });

        Assert.Equal([0.98, 0.02], Scores(many));
        Assert.Equal([0.02, 0.98], Scores(pairs));
        Assert.Equal(400, status);
        static double[] Scores(JsonElement body) => [.. body.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("score").GetDouble())];
    }

    [Fact]
    public async Task Messages_can_be_tokenized()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post("/tokenize", new { model = "alias", messages = new[] { new { role = "user", content = "hello" } } });
        Assert.Equal((200, Tokenizer.Count("user: hello\n")), (status, body.GetProperty("count").GetInt32()));
    }

    private static async Task<(string Name, JsonElement Data)[]> EventsAsync(ReplicaUnderTest replica, string path, object body)
    {
        using var answer = await replica.Http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\n')).Select(l => (l[0]["event: ".Length..], JsonDocument.Parse(l[1]["data: ".Length..]).RootElement))];
    }
}
