using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class BodyParserTests
{
    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"12345678"}]}""", 5)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"123456789"},{"role":"user","content":""}]}""", 9)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"12345678"},{"type":"image_url","image_url":{"url":"http://x"}}]}]}""", 5)]
    [InlineData("""{"model":"m","messages":[{"content":"\u00e9\u00e9","role":"user"}]}""", 4)]
    [InlineData("""{"model":"m","prompt":"12345678"}""", 2)]
    [InlineData("""{"model":"m","prompt":["1234","5678"]}""", 2)]
    [InlineData("""{"model":"m","prompt":[1,2,3]}""", 3)]
    [InlineData("""{"model":"m","prompt":[[1,2],[3]]}""", 3)]
    [InlineData("""{"model":"m","prompt":""}""", 1)]
    public void Prompt_tokens_are_a_quarter_of_the_texts_bytes_and_three_a_message(string json, int tokens)
    {
        var (parsed, error) = BodyParser.Parse(Encoding.UTF8.GetBytes(json), "prompt");

        Assert.Null(error);
        Assert.Equal(tokens, parsed!.PromptTokens);
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":"p","max_tokens":7}""", 7)]
    [InlineData("""{"model":"m","prompt":"p","max_tokens":7,"max_completion_tokens":9}""", 9)]
    [InlineData("""{"model":"m","prompt":"p","max_completion_tokens":9,"max_tokens":7}""", 9)]
    [InlineData("""{"model":"m","prompt":"p","max_tokens":null}""", null)]
    public void The_newer_limit_of_output_wins(string json, int? limit)
    {
        Assert.Equal(limit, BodyParser.Parse(Encoding.UTF8.GetBytes(json), "prompt").Parsed!.MaxTokens);
    }

    [Theory]
    [InlineData("""{"model":"alias","stream":true,"prompt":"p"}""")]
    [InlineData("""{"stream":true,"prompt":"p","model":"alias"}""")]
    [InlineData("""{ "stream":true,"stream_options":{},"prompt":"p","model" : "alias" }""")]
    [InlineData("""{"model":"alias","stream":true,"stream_options":{"x":1},"prompt":"p"}""")]
    [InlineData("""{"model":"alias","stream":true,"stream_options":{"include_usage":false,"x":1},"prompt":"p"}""")]
    [InlineData("""{"stream_options":{"include_usage":false},"model":"alias","stream":true,"prompt":"p"}""")]
    [InlineData("""{"stream_options":null,"model":"alias","stream":true,"prompt":"p"}""")]
    [InlineData("""{"model":"alias","stream":true,"prompt":"p","stream_options" : null}""")]
    public void Edits_ask_for_usage_and_name_the_model_and_change_nothing_else(string json)
    {
        var before = JsonDocument.Parse(json).RootElement;
        using var body = Body(json);
        var parsed = BodyParser.Parse(body.Span, "prompt").Parsed!;

        Assert.True(BodyEdits.Apply(body, parsed, new ModelId("a-longer-name")));

        var after = JsonDocument.Parse(body.Memory).RootElement;
        Assert.Equal("a-longer-name", after.GetProperty("model").GetString());
        Assert.True(after.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(
            before.EnumerateObject().Select(p => p.Name).Append("stream_options").Distinct().Order(),
            after.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(before.GetProperty("prompt").GetString(), after.GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData("""{"model":"alias","stream":true,"prompt":"}"}""")]
    [InlineData("""{"priority":-9,"stream":true,"stream_options":{},"prompt":"p","model":"alias" } """)]
    public void The_tiers_priority_wins_over_the_clients(string json)
    {
        using var body = Body(json);

        Assert.True(BodyEdits.Apply(body, BodyParser.Parse(body.Span, "prompt").Parsed!, new ModelId("m"), priority: 2));

        // Of two members with one name the last counts, here as in Python.
        var after = JsonDocument.Parse(body.Memory).RootElement;
        Assert.Equal(2, after.GetProperty("priority").GetInt32());
        Assert.Equal("m", after.GetProperty("model").GetString());
        Assert.True(after.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Theory]
    [InlineData("""{"model":"m","stream":false,"prompt":"p"}""")]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":true},"prompt":"p"}""")]
    public void A_body_that_needs_no_edit_stays_as_it_is(string json)
    {
        using var body = Body(json);

        Assert.False(BodyEdits.Apply(body, BodyParser.Parse(body.Span, "prompt").Parsed!, new ModelId("m")));

        Assert.Equal(json, Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void Cut_anywhere_a_body_is_refused_and_never_throws()
    {
        const string Json = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":[{"type":"text","text":"\u00e9x"}]}],"n":2}""";
        var bytes = Encoding.UTF8.GetBytes(Json);
        for (var length = 0; length < bytes.Length; length++)
        {
            var (parsed, error) = BodyParser.Parse(bytes.AsSpan(0, length), "messages");
            Assert.Null(parsed);
            Assert.Equal(400, error!.Status);
        }
    }

    private static PooledBody Body(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented, 0);
        return new PooledBody(rented, bytes.Length);
    }
}
