using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// What ties requests to each other: <c>previous_response_id</c>, <c>conversation</c>, <c>prompt_cache_key</c>, <c>user</c>, Anthropic's <c>metadata.user_id</c>. Read for routing only,
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

        if (reader.ValueTextEquals("previous_response_id"u8))
        {
            parsed.PreviousResponse = Text(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("conversation"u8))
        {
            parsed.Conversation = TextOrId(ref reader);
            return true;
        }

        if (!reader.ValueTextEquals("metadata"u8))
        {
            return false;
        }

        ParseMetadata(ref reader, parsed);
        return true;
    }

    /// <summary>The header wins, then the conversation, the cache key, the user.</summary>
    public static string? SessionOf(string? header, ParsedBody parsed)
    {
        var session = string.IsNullOrEmpty(header) ? parsed.Conversation ?? parsed.PromptCacheKey ?? parsed.User : header;
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

    /// <summary>A name, or an object with one as its <c>id</c>.</summary>
    private static string? TextOrId(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.StartObject)
        {
            return Text(ref reader);
        }

        string? id = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = Text(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return id;
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
