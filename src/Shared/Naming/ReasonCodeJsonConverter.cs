using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Writes a reason code as its public name.</summary>
public sealed class ReasonCodeJsonConverter : JsonConverter<ReasonCode>
{
    public override ReasonCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();
        return ReasonCodes.TryParse(name, out var code) ? code : throw new JsonException($"'{name}' is no reason code.");
    }

    public override void Write(Utf8JsonWriter writer, ReasonCode value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name());
}
