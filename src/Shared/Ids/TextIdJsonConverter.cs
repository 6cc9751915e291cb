using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Writes an id as its text, as a value and as a property name; <c>default</c> is null.</summary>
public sealed class TextIdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, ITextId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return text is null ? default : Parse(text);
    }

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static TId Parse(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new JsonException($"{typeof(TId).Name} must not be blank.") : TId.From(text);
}
