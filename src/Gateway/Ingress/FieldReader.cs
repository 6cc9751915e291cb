using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Reads one member's value; a wrong type is an error that names the member, null is as good as nothing.</summary>
internal static class FieldReader
{
    public static ApiError? Text(ref Utf8JsonReader reader, string name, out string? value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "a string");
    }

    public static ApiError? Flag(ref Utf8JsonReader reader, string name, out bool value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "a boolean");
    }

    public static ApiError? Count(ref Utf8JsonReader reader, string name, out int? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && number >= 0 && double.IsInteger(number))
        {
            // More than an int holds is as good as no limit; the engine has the last word about it.
            value = (int)Math.Min(number, int.MaxValue);
            return null;
        }

        return reader.TokenType == JsonTokenType.Null ? null : ApiErrors.InvalidType(name, "an integer that is not negative");
    }

    public static ApiError? Done<T>(T assigned)
    {
        _ = assigned;
        return null;
    }
}
