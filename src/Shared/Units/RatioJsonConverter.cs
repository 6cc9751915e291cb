using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Writes a one-number unit as that number.</summary>
public sealed class RatioJsonConverter<TUnit> : JsonConverter<TUnit>
    where TUnit : struct, IRatio<TUnit>
{
    public override TUnit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TUnit.From(reader.GetDouble());
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, TUnit value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
