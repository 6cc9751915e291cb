using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// What ties requests to each other: <c>prompt_cache_key</c>, <c>user</c>, Anthropic's <c>metadata.user_id</c>. Read for routing only,
/// so that a wrong type is left for the engine to refuse.
/// </summary>
internal static class SessionParser
{
    /// <summary>Characters of a session that are looked at.</summary>
    public const int MaxLength = 256;

    /// <summary>False, and nothing read, where the member at hand is another one.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (reader.ValueTextEquals("prompt_cache_key"u8))
        {
            parsed.PromptCacheKey = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("user"u8))
        {
            parsed.User = Text(ref reader);
            return true;
        }

        if (!reader.ValueTextEquals("metadata"u8))
        {
            return false;
        }

        ParseMetadata(ref reader, parsed);
        return true;
    }

    /// <summary>The header wins, then the cache key, then the user.</summary>
    public static string? SessionOf(string? header, ParsedBody parsed)
    {
        var session = string.IsNullOrEmpty(header) ? parsed.PromptCacheKey ?? parsed.User : header;
        return session is { Length: > MaxLength } ? session[..MaxLength] : session;
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("user_id"u8))
            {
                // Read in any case: the reader must stand behind it.
                var id = Text(ref reader);
                parsed.User ??= id;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.GetString() is { Length: > 0 } text ? text : null;
    }
}
