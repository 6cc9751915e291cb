using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Writes the reasons as an array of their public names.</summary>
public sealed class ReasonSetJsonConverter : JsonConverter<ReasonSet>
{
    public override ReasonSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Reasons are an array of names.");
        }

        var set = ReasonSet.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var name = reader.GetString();
            set = ReasonCodes.TryParse(name, out var code) ? set.With(code) : throw new JsonException($"'{name}' is no reason code.");
        }

        return set;
    }

    public override void Write(Utf8JsonWriter writer, ReasonSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var code in value.Codes())
        {
            writer.WriteStringValue(code.Name());
        }

        writer.WriteEndArray();
    }
}
