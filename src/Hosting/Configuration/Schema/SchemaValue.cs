using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Hosting;

/// <summary>The JSON schema of a single value, and its default as it would stand in the file.</summary>
internal static class SchemaValue
{
    private const string Duration = @"^(\d+\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?$";

    public static JsonObject Of(Type type, SchemaNaming naming) => type switch
    {
        _ when type == typeof(TimeSpan) => Text(Duration, "00:00:01.500", "00:10:00", "1.00:00:00"),
        _ when type == typeof(Instant) || type == typeof(DateTimeOffset) => Text(null, "2026-06-02T12:00:00Z"),
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(ulong) || type == typeof(uint) => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
        _ when type == typeof(int) || type == typeof(long) => new JsonObject { ["type"] = "integer" },
        _ when type == typeof(double) => new JsonObject { ["type"] = "number" },
        { IsEnum: true } => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. naming.Enum(type).Select(n => (JsonNode)JsonValue.Create(n))]) },
        _ when type == typeof(string) || OptionTypes.IsText(type) => new JsonObject { ["type"] = "string" },
        _ => throw new NotSupportedException($"{type} is no value of a configuration."),
    };

    /// <summary>Null where there is none to tell: nothing, lists and groups.</summary>
    public static JsonNode? Default(object? value, SchemaNaming naming) => value switch
    {
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool or int or long or ulong or uint => JsonNode.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant()),
        double number => JsonValue.Create(number),
        string { Length: > 0 } text => text,
        Enum name => name is ServiceTier tier && naming.MarksRequired ? tier.WireName() : name.ToString(),
        _ => null,
    };

    private static JsonObject Text(string? pattern, params string[] examples)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        schema["examples"] = new JsonArray([.. examples.Select(e => (JsonNode)JsonValue.Create(e))]);
        return schema;
    }
}
