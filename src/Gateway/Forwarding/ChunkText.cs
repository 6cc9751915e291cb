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

    private static bool HasText(ReadOnlySpan<byte> value) => value.StartsWith("\""u8) && !value.StartsWith("\"\""u8);
}
