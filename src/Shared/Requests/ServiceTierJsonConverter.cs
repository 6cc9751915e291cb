using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Writes a tier as its wire name, as a value and as a property name.</summary>
public sealed class ServiceTierJsonConverter : JsonConverter<ServiceTier>
{
    public override ServiceTier Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ServiceTier value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.WireName());

    public override ServiceTier ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ServiceTier value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.WireName());

    private static ServiceTier Parse(string? text) =>
        ServiceTiers.TryParse(text, out var tier)
            ? tier
            : throw new JsonException($"'{text}' is no tier; use interactive-fast, interactive-normal or non-interactive.");
}
