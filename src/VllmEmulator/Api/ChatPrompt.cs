using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Messages to one prompt: each message's text in tokens, plus what the template adds for it.</summary>
internal static class ChatPrompt
{
    /// <summary>Anthropic's <c>system</c> stands beside the messages and is one more.</summary>
    public static PreparedPrompt Read(RequestBody body, int blockTokens)
    {
        if (body.Find("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            throw ApiException.Bad("'messages' must be a list with at least one message.", "messages");
        }

        return Read(messages.EnumerateArray(), body.Find("system"), blockTokens);
    }

    /// <summary>All messages as one text, as a template would write them.</summary>
    public static string TextOf(RequestBody body) => body.Find("messages") is { ValueKind: JsonValueKind.Array } messages
        ? string.Concat(messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object).Select(m => new RequestBody(m)).Select(m => $"{m.Text("role")}: {Content(m)}\n"))
        : throw ApiException.Bad("'messages' must be a list.", "messages");

    /// <summary>OpenAI's Responses: <c>input</c> is a text or a list of items, <c>instructions</c> stands beside it.</summary>
    public static PreparedPrompt OfResponses(RequestBody body, int blockTokens) => body.Find("input") switch
    {
        { ValueKind: JsonValueKind.String } text => Read([UserSays(text)], body.Find("instructions"), blockTokens),
        { ValueKind: JsonValueKind.Array } items when items.GetArrayLength() > 0 => Read(items.EnumerateArray(), body.Find("instructions"), blockTokens),
        _ => throw ApiException.Bad("'input' must be a string or a list with at least one item.", "input"),
    };

    private static JsonElement UserSays(JsonElement text) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["role"] = JsonSerializer.SerializeToElement("user"), ["content"] = text });

    private static PreparedPrompt Read(IEnumerable<JsonElement> messages, JsonElement? system, int blockTokens)
    {
        var hash = new PromptHash(blockTokens);
        var tokens = 0;
        if (system is { } first)
        {
            var text = Text(first);
            hash.Add("system").Add(text);
            tokens += Tokenizer.Count(text) + Tokenizer.TokensPerMessage;
        }

        foreach (var message in messages)
        {
            if (message.ValueKind != JsonValueKind.Object)
            {
                throw ApiException.Bad("A message must be an object.", "messages");
            }

            var fields = new RequestBody(message);
            var content = Content(fields);
            hash.Add(fields.Find("role") is null && fields.Find("type") is not null ? fields.Text("type") : fields.Text("role")).Add(content);
            tokens += Tokenizer.Count(content) + Tokenizer.TokensPerMessage;
        }

        var (blocks, all) = hash.Finish(tokens);
        return new PreparedPrompt(tokens, blocks, all, null);
    }

    // A function's result of Responses is an item without content.
    private static string Content(RequestBody message) => (message.Find("content") ?? message.Find("output")) is { } content ? Text(content) : "";

    private static string Text(JsonElement content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(Part)),
        _ => throw ApiException.Bad("A message's content must be a string or a list of parts.", "messages"),
    };

    private static string Part(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            throw ApiException.Bad("A content part must be an object.", "messages");
        }

        var fields = new RequestBody(part);
        return fields.Text("type") is "text" or "input_text" or "output_text"
            ? fields.Text("text")
            : throw ApiException.Bad("At most 0 image(s) may be provided in one request: this model reads text only.", "messages");
    }
}
