using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>One forward pass over a request body; takes what decisions need and skips the rest.</summary>
internal static class BodyParser
{
    /// <summary>Objects and arrays inside each other; a tool's schema may be deep.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonReaderOptions Limits = new() { MaxDepth = MaxDepth };

    /// <param name="json">The body.</param>
    /// <param name="promptName">What this endpoint calls its prompt.</param>
    /// <param name="prefixBlockTokens">Size of the prompt's hashed blocks; 0 hashes none.</param>
    public static (ParsedBody? Parsed, ApiError? Error) Parse(ReadOnlySpan<byte> json, string? promptName, int prefixBlockTokens = 0)
    {
        var parsed = new ParsedBody { Prefix = prefixBlockTokens > 0 ? new PrefixHasher(prefixBlockTokens * TokenEstimate.BytesPerToken, json.Length) { BlockTokens = prefixBlockTokens } : null };
        try
        {
            var reader = new Utf8JsonReader(json, Limits);
            var error = ParseRoot(ref reader, parsed, promptName);
            return error is null ? (parsed, null) : (null, error);
        }
        catch (InvalidOperationException)
        {
            return (null, ApiErrors.InvalidJson("a string ends inside a character (half a surrogate pair)."));
        }
        catch (JsonException e)
        {
            return (null, IsTooDeep(json) ? ApiErrors.NestedTooDeep(MaxDepth) : ApiErrors.InvalidJson($"line {e.LineNumber + 1}, byte {e.BytePositionInLine}."));
        }
    }

    private static ApiError? ParseRoot(ref Utf8JsonReader reader, ParsedBody parsed, string? promptName)
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
            { HasPrompt: false } when promptName is not null => ApiErrors.Missing(promptName),
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

        if (OtherPrompts.TryParse(ref reader, parsed))
        {
            return null;
        }

        if (reader.ValueTextEquals("stream"u8))
        {
            return FieldReader.Flag(ref reader, "stream", out var stream) ?? FieldReader.Done(parsed.Stream = stream);
        }

        if (reader.ValueTextEquals("ignore_eos"u8))
        {
            return FieldReader.Flag(ref reader, "ignore_eos", out var ignores) ?? FieldReader.Done(parsed.IgnoresEnd = ignores);
        }

        if (reader.ValueTextEquals("stream_options"u8))
        {
            return StreamOptionsParser.Parse(ref reader, parsed);
        }

        if (reader.ValueTextEquals("service_tier"u8))
        {
            return FieldReader.Text(ref reader, "service_tier", out var tier) ?? FieldReader.Done(parsed.ServiceTier = tier);
        }

        return SessionParser.TryParse(ref reader, parsed) ? null : ParseNumbers(ref reader, parsed);
    }

    private static ApiError? ParseNumbers(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (reader.ValueTextEquals("max_completion_tokens"u8))
        {
            return FieldReader.Count(ref reader, "max_completion_tokens", out var limit) ?? FieldReader.Done(parsed.MaxTokens = limit ?? parsed.MaxTokens);
        }

        if (reader.ValueTextEquals("max_output_tokens"u8))
        {
            return FieldReader.Count(ref reader, "max_output_tokens", out var limit) ?? FieldReader.Done(parsed.MaxTokens = limit ?? parsed.MaxTokens);
        }

        if (reader.ValueTextEquals("max_tokens"u8))
        {
            return FieldReader.Count(ref reader, "max_tokens", out var limit) ?? FieldReader.Done(parsed.MaxTokens ??= limit);
        }

        if (reader.ValueTextEquals("n"u8))
        {
            return FieldReader.Count(ref reader, "n", out var choices) ?? FieldReader.Done(parsed.Choices = Math.Max(1, choices ?? 1));
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    private static ApiError? Model(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        var error = FieldReader.Text(ref reader, "model", out var model);
        parsed.Model = string.IsNullOrWhiteSpace(model) ? null : model;
        parsed.ModelRange = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        return error;
    }

    // The reader's own error does not tell this from other faults.
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Something else is wrong with it.
        }

        return false;
    }
}
