using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>A date, or a date and time, in UTC.</summary>
internal sealed class InstantTextConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Instant.From(time)
            : throw new JsonException($"'{text}' is no date; write 2026-06-02 or 2026-06-02T12:00:00Z");
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
