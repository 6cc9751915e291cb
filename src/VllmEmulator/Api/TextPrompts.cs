using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>A prompt or input: a string, a list of strings, a list of token ids, or a list of such lists.</summary>
internal static class TextPrompts
{
    public static IReadOnlyList<PreparedPrompt> Read(RequestBody body, string name, int blockTokens, bool echo)
    {
        var value = body.Find(name) ?? throw ApiException.Bad($"'{name}' is required.", name);
        var prompts = Split(value, name).Select(t => Prepare(t.Text, t.Tokens, blockTokens, echo)).ToArray();
        return prompts.Length > 0 ? prompts : throw ApiException.Bad($"'{name}' must not be empty.", name);
    }

    private static PreparedPrompt Prepare(string text, int tokens, int blockTokens, bool echo)
    {
        var (blocks, hash) = new PromptHash(blockTokens).Add(text).Finish(tokens);
        return new PreparedPrompt(tokens, blocks, hash, echo ? text : null);
    }

    private static IEnumerable<(string Text, int Tokens)> Split(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return [Text(value)];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw ApiException.Bad($"'{name}' must be a string or a list.", name);
        }

        return value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number
            ? [Ids(value, name)]
            : [.. value.EnumerateArray().Select(v => v.ValueKind switch
            {
                JsonValueKind.String => Text(v),
                JsonValueKind.Array => Ids(v, name),
                _ => throw ApiException.Bad($"'{name}' must hold strings or token ids.", name),
            })];
    }

    private static (string Text, int Tokens) Text(JsonElement value)
    {
        var text = value.GetString()!;
        return (text, Tokenizer.Count(text));
    }

    private static (string Text, int Tokens) Ids(JsonElement list, string name) =>
        list.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out _))
            ? (Tokenizer.Decode([.. list.EnumerateArray().Select(v => v.GetInt64())]), Math.Max(1, list.GetArrayLength()))
            : throw ApiException.Bad($"'{name}' must hold strings or token ids.", name);
}
