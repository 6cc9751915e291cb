using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Finds <c>include_usage</c> and the place where it could stand.</summary>
internal static class StreamOptionsParser
{
    public static ApiError? Parse(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        reader.Read();
        // Of two members of one name the last counts.
        (parsed.IncludeUsage, parsed.StreamOptionsAt, parsed.StreamOptionsNull) = (null, -1, null);
        if (reader.TokenType == JsonTokenType.Null)
        {
            parsed.StreamOptionsNull = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ApiErrors.InvalidType("stream_options", "an object");
        }

        parsed.StreamOptionsAt = (int)reader.BytesConsumed;
        parsed.StreamOptionsIsEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            parsed.StreamOptionsIsEmpty = false;
            var isUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (isUsage)
            {
                parsed.IncludeUsage = reader.TokenType == JsonTokenType.True;
                parsed.IncludeUsageRange = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            }

            reader.Skip();
        }

        return null;
    }
}
