using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>Durations with a unit (<c>10m</c>); a bare number would leave the unit open and is refused.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        return DurationText.TryParse(text, out var span) || (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span))
            ? span
            : throw new JsonException($"'{text}' is no duration; write a number and a unit: 250ms, 90s, 5m, 2h or 1d");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Exact(value));
}
