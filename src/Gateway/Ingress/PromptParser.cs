using System.Buffers;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Measures <c>messages</c>, <c>prompt</c> or <c>input</c>: bytes of text, messages, token ids. Keeps none of it.</summary>
internal static class PromptParser
{
    public static ApiError? Parse(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var isChat = reader.ValueTextEquals("messages"u8);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !isChat:
                parsed.TextBytes += TextLength(ref reader);
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
        }

        return parsed.HasPrompt ? null : ApiErrors.Invalid("invalid_value", "'messages' must hold at least one message.", "messages");
    }

    // Text is the string `content`, or the `text` of its parts; images and tool calls are not counted.
    private static void MeasureMessage(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            if (isContent && reader.TokenType == JsonTokenType.String)
            {
                parsed.TextBytes += TextLength(ref reader);
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
                parsed.TextBytes += TextLength(ref reader);
            }
        }
    }

    private static void ParseList(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            parsed.HasPrompt = true;
            if (reader.TokenType == JsonTokenType.String)
            {
                parsed.TextBytes += TextLength(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.Number)
            {
                parsed.TokenIds++;
            }
        }
    }

    private static int TextLength(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.Length;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return reader.CopyString(scratch);
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
