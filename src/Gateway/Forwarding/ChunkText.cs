namespace SageServe.Gateway;

/// <summary>Looks into one chunk of a stream without parsing all of it; engines differ in the blanks they write.</summary>
internal static class ChunkText
{
    /// <summary>What stands after the colon of the first field of this name; empty when there is none.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var at = json.IndexOf(quotedName);
        return at < 0 ? default : json[(at + quotedName.Length)..].TrimStart(" :"u8);
    }

    /// <summary>The chunk that only opens the message (role) and the one that only ends it (finish reason) carry no token.</summary>
    public static bool CarriesOutput(ReadOnlySpan<byte> choices) =>
        HasText(ValueOf(choices, "\"content\""u8))
        || HasText(ValueOf(choices, "\"text\""u8))
        || HasText(ValueOf(choices, "\"reasoning_content\""u8))
        || HasText(ValueOf(choices, "\"reasoning\""u8))
        || ValueOf(choices, "\"tool_calls\""u8).StartsWith("[{"u8);

    /// <summary>What stands after <c>event:</c>; empty where the event has no name.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> one)
    {
        if (!one.StartsWith("event:"u8))
        {
            return default;
        }

        var line = one["event:".Length..];
        var end = line.IndexOfAny((byte)'\n', (byte)'\r');
        return (end < 0 ? line : line[..end]).Trim((byte)' ');
    }

    /// <summary>A named event that carries a piece of output: Anthropic's, or one of OpenAI's Responses.</summary>
    public static bool IsOutputEvent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content_block_delta"u8) || (name.StartsWith("response."u8) && name.EndsWith(".delta"u8));

    public static bool TellsUsage(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("message_start"u8) || name.SequenceEqual("message_delta"u8)
        || name.SequenceEqual("response.completed"u8) || name.SequenceEqual("response.incomplete"u8);

    private static bool HasText(ReadOnlySpan<byte> value) => value.StartsWith("\""u8) && !value.StartsWith("\"\""u8);
}
