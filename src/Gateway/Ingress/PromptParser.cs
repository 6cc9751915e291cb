using System.Buffers;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Measures <c>messages</c>, <c>prompt</c> or <c>input</c>: bytes of text, messages, token ids; hashes its blocks where they are of use. Keeps none of it.</summary>
internal static class PromptParser
{
    /// <summary>Stands between messages, so that two don't hash as one.</summary>
    private const byte EndOfMessage = 0x1E;

    public static ApiError? Parse(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var isChat = reader.ValueTextEquals("messages"u8);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !isChat:
                parsed.TextBytes += Measure(ref reader, parsed);
                parsed.HasPrompt = true;
                return null;
            case JsonTokenType.StartArray when isChat:
                return ParseMessages(ref reader, parsed);
            case JsonTokenType.StartArray:
                ParseList(ref reader, parsed);
                return null;
            case JsonTokenType.Null:
                return null;
            default:
                return isChat
                    ? ApiErrors.InvalidType("messages", "an array of messages")
                    : ApiErrors.InvalidType("prompt", "a string or an array");
        }
    }

    /// <summary>A text, a list or an object that holds such; true where one was there. Other types are left for the engine to refuse.</summary>
    public static bool MeasureAny(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                parsed.TextBytes += Measure(ref reader, parsed);
                return true;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                ParseList(ref reader, parsed);
                return true;
            default:
                return false;
        }
    }

    private static ApiError? ParseMessages(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return ApiErrors.InvalidType("messages", "an array of objects");
            }

            parsed.Messages++;
            parsed.HasPrompt = true;
            MeasureMessage(ref reader, parsed);
            parsed.Prefix?.Add(EndOfMessage);
        }

        return parsed.HasPrompt ? null : ApiErrors.Invalid("invalid_value", "'messages' must hold at least one message.", "messages");
    }

    // Text is the string `content`, or the `text` of its parts; images and tool calls are not counted.
    private static void MeasureMessage(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8);
            var isRole = reader.ValueTextEquals("role"u8);
            reader.Read();
            if (isRole && reader.TokenType == JsonTokenType.String)
            {
                parsed.Prefix?.Add(reader.ValueSpan);
            }

            if (isContent && reader.TokenType == JsonTokenType.String)
            {
                parsed.TextBytes += Measure(ref reader, parsed);
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                MeasureParts(ref reader, parsed);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void MeasureParts(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            var isText = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8);
            if (isText && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                parsed.TextBytes += Measure(ref reader, parsed);
            }
        }
    }

    // Lists of texts or token ids; in objects only what is text counts.
    private static void ParseList(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && !IsText(ref reader))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            parsed.HasPrompt = true;
            if (reader.TokenType == JsonTokenType.String)
            {
                parsed.TextBytes += Measure(ref reader, parsed);
            }
            else if (reader.TokenType == JsonTokenType.Number)
            {
                parsed.TokenIds++;
                parsed.Prefix?.AddToken(reader.TryGetInt32(out var id) ? id : 0);
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("output"u8);

    private static int Measure(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (!reader.ValueIsEscaped)
        {
            parsed.Prefix?.Add(reader.ValueSpan);
            return reader.ValueSpan.Length;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(scratch);
            parsed.Prefix?.Add(scratch.AsSpan(0, length));
            return length;
        }
        catch (InvalidOperationException e)
        {
            // A lone surrogate in an escape is no text.
            throw new JsonException(e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }
}
