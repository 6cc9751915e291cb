using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>One forward pass over a request body; takes what decisions need and skips the rest.</summary>
internal static class BodyParser
{
    /// <param name="json">The body.</param>
    /// <param name="promptName">What this endpoint calls its prompt.</param>
    /// <param name="prefixBlockTokens">Size of the prompt's hashed blocks; 0 hashes none.</param>
    public static (ParsedBody? Parsed, ApiError? Error) Parse(ReadOnlySpan<byte> json, string promptName, int prefixBlockTokens = 0)
    {
        var parsed = new ParsedBody { Prefix = prefixBlockTokens > 0 ? new PrefixHasher(prefixBlockTokens * TokenEstimate.BytesPerToken, json.Length) : null };
        try
        {
            var reader = new Utf8JsonReader(json);
            var error = ParseRoot(ref reader, parsed, promptName);
            return error is null ? (parsed, null) : (null, error);
        }
        catch (JsonException e)
        {
            return (null, ApiErrors.InvalidJson($"line {e.LineNumber + 1}, byte {e.BytePositionInLine}."));
        }
    }

    private static ApiError? ParseRoot(ref Utf8JsonReader reader, ParsedBody parsed, string promptName)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ApiErrors.Invalid("invalid_json", "The body must be a JSON object.");
        }

        parsed.RootAt = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ParseProperty(ref reader, parsed) is { } error)
            {
                return error;
            }
        }

        // Anything after the closing brace is an error that the reader throws.
        reader.Read();
        return parsed switch
        {
            { Model: null } => ApiErrors.Missing("model"),
            { HasPrompt: false } => ApiErrors.Missing(promptName),
            _ => null,
        };
    }

    private static ApiError? ParseProperty(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            return Model(ref reader, parsed);
        }

        if (reader.ValueTextEquals("messages"u8) || reader.ValueTextEquals("prompt"u8) || reader.ValueTextEquals("input"u8))
        {
            return PromptParser.Parse(ref reader, parsed);
        }

        if (reader.ValueTextEquals("stream"u8))
        {
            return Flag(ref reader, "stream", out var stream) ?? Done(parsed.Stream = stream);
        }

        if (reader.ValueTextEquals("ignore_eos"u8))
        {
            return Flag(ref reader, "ignore_eos", out var ignores) ?? Done(parsed.IgnoresEnd = ignores);
        }

        if (reader.ValueTextEquals("stream_options"u8))
        {
            return StreamOptionsParser.Parse(ref reader, parsed);
        }

        if (reader.ValueTextEquals("service_tier"u8))
        {
            return Text(ref reader, "service_tier", out var tier) ?? Done(parsed.ServiceTier = tier);
        }

        return ParseNumbers(ref reader, parsed);
    }

    private static ApiError? ParseNumbers(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (reader.ValueTextEquals("max_completion_tokens"u8))
        {
            return Count(ref reader, "max_completion_tokens", out var limit) ?? Done(parsed.MaxTokens = limit ?? parsed.MaxTokens);
        }

        if (reader.ValueTextEquals("max_tokens"u8))
        {
            return Count(ref reader, "max_tokens", out var limit) ?? Done(parsed.MaxTokens ??= limit);
        }

        if (reader.ValueTextEquals("n"u8))
        {
            return Count(ref reader, "n", out var choices) ?? Done(parsed.Choices = Math.Max(1, choices ?? 1));
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    private static ApiError? Model(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var error = Text(ref reader, "model", out var model);
        parsed.Model = string.IsNullOrWhiteSpace(model) ? null : model;
        parsed.ModelRange = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        return error;
    }

    private static ApiError? Text(ref Utf8JsonReader reader, string name, out string? value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "a string");
    }

    private static ApiError? Flag(ref Utf8JsonReader reader, string name, out bool value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "a boolean");
    }

    private static ApiError? Count(ref Utf8JsonReader reader, string name, out int? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0)
        {
            value = number;
            return null;
        }

        return reader.TokenType == JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "an integer that is not negative");
    }

    private static ApiError? Done<T>(T assigned)
    {
        _ = assigned;
        return null;
    }
}
