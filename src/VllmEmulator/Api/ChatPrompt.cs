using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Messages to one prompt: each message's text in tokens, plus what the template adds for it.</summary>
internal static class ChatPrompt
{
    public static PreparedPrompt Read(RequestBody body, int blockTokens)
    {
        if (body.Find("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            throw ApiException.Bad("'messages' must be a list with at least one message.", "messages");
        }

        var hash = new PromptHash(blockTokens);
        var tokens = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object)
            {
                throw ApiException.Bad("A message must be an object.", "messages");
            }

            var fields = new RequestBody(message);
            var content = Content(fields);
            hash.Add(fields.Text("role")).Add(content);
            tokens += Tokenizer.Count(content) + Tokenizer.TokensPerMessage;
        }

        var (blocks, all) = hash.Finish(tokens);
        return new PreparedPrompt(tokens, blocks, all, null);
    }

    private static string Content(RequestBody message) => message.Find("content") switch
    {
        null => "",
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
        return fields.Text("type") == "text"
            ? fields.Text("text")
            : throw ApiException.Bad("At most 0 image(s) may be provided in one request: this model reads text only.", "messages");
    }
}
