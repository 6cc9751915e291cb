using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

/// <summary>Function calls and answers of a given form, as guided decoding gives them.</summary>
public sealed class ToolTests
{
    private const string Path = "/v1/chat/completions";

    private static readonly object Schema = new
    {
        type = "object",
        properties = new
        {
            city = new { type = "string", minLength = 20 },
            unit = new { @enum = new[] { "celsius", "fahrenheit" } },
            days = new { type = "integer", minimum = 3, maximum = 5 },
            stops = new { type = "array", minItems = 3, maxItems = 3, items = new Dictionary<string, string> { ["$ref"] = "#/$defs/stop" } },
            note = new { anyOf = new object[] { new { type = "null" }, new { type = "string" } } },
        },
        required = new[] { "city" },
        defs = 1,
    };

    [Fact]
    public async Task A_function_that_must_be_called_is_called_with_arguments_of_its_schema()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post(Path, Request("required", stream: false));

        Assert.Equal(200, status);
        var choice = body.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        var call = choice.GetProperty("message").GetProperty("tool_calls")[0];
        Assert.Equal("weather", call.GetProperty("function").GetProperty("name").GetString());
        AssertArguments(call.GetProperty("function").GetProperty("arguments").GetString()!);
    }

    [Fact]
    public async Task Streamed_the_call_is_the_same_piece_by_piece()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var whole = (await replica.Post(Path, Request("required", stream: false))).Body.GetProperty("choices")[0].GetProperty("message")
            .GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString();
        var events = await replica.Stream(Path, Request("required", stream: true));
        var deltas = events[..^1].Select(e => JsonDocument.Parse(e).RootElement.GetProperty("choices")[0].GetProperty("delta")).ToArray();
        var calls = deltas.Where(d => d.TryGetProperty("tool_calls", out _)).Select(d => d.GetProperty("tool_calls")[0]).ToArray();

        Assert.Equal("weather", calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(whole, string.Concat(calls.Select(c => c.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("tool_calls", JsonDocument.Parse(events[^2]).RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Where_it_may_choose_it_calls_for_a_user_and_answers_in_text_after_a_result()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var asked = (await replica.Post(Path, Request("auto", stream: false))).Body;
        var told = (await replica.Post(Path, Request("auto", stream: false, lastRole: "tool"))).Body;
        var none = (await replica.Post(Path, Request("none", stream: false))).Body;

        Assert.Equal("tool_calls", asked.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.All(new[] { told, none }, b => Assert.NotEqual("tool_calls", b.GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_refused()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post(Path, Request(new { type = "function", function = new { name = "other" } }, stream: false));
        Assert.Equal((400, "tool_choice"), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task An_answer_keeps_to_the_schema_of_its_response_format()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var request = new
        {
            model = "alias",
            messages = new[] { new { role = "user", content = "x" } },
            response_format = new { type = "json_schema", json_schema = new { name = "w", schema = Schema } },
        };
        var (_, body) = await replica.Post(Path, request);
        AssertArguments(body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);

        var (status, error) = await replica.Post(Path, new { model = "alias", request.messages, response_format = new { type = "xml" } });
        Assert.Equal((400, "response_format"), (status, error.GetProperty("error").GetProperty("param").GetString()));
    }

    private static object Request(object choice, bool stream, string lastRole = "user") => new
    {
        model = "alias",
        messages = new[] { new { role = lastRole, content = "What is the weather?" } },
        tools = new[] { new { type = "function", function = new { name = "weather", parameters = Schema } } },
        tool_choice = choice,
        stream,
    };

    private static void AssertArguments(string json)
    {
        var value = JsonDocument.Parse(json).RootElement;
        Assert.True(value.GetProperty("city").GetString()!.Length >= 20);
        Assert.Contains(value.GetProperty("unit").GetString(), new[] { "celsius", "fahrenheit" });
        Assert.InRange(value.GetProperty("days").GetInt32(), 3, 5);
        Assert.Equal(3, value.GetProperty("stops").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, value.GetProperty("note").ValueKind);
    }
}
