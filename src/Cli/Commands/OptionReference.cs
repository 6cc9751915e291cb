using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Every option as tables for people, made from the JSON schema, which is made from the code.</summary>
internal static class OptionReference
{
    /// <param name="kind">gateway, scaler or catalog.</param>
    /// <param name="schema">Its JSON schema.</param>
    public static string Of(string kind, JsonElement schema)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Options: {kind}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Made from the code by `./sageserve config reference {kind}`; how files are read, checked and changed while a process runs is in");
        text.AppendLine("[configuration](../operating/configuration.md). A list's entries are named `[]`; a duration is `hh:mm:ss`.").AppendLine();
        Section(text, kind == "catalog" ? "" : null, schema);
        return text.ToString();
    }

    /// <summary>A table of what is said directly, then one for each object or list of objects.</summary>
    /// <param name="text">To write to.</param>
    /// <param name="path">Null: the root, whose own single values are others' (ASP.NET's, OpenTelemetry's).</param>
    /// <param name="schema">Of an object.</param>
    private static void Section(StringBuilder text, string? path, JsonElement schema)
    {
        var properties = schema.GetProperty("properties").EnumerateObject().Where(p => p.Name != "$schema").ToArray();
        var values = path is null ? [] : properties.Where(p => ObjectOf(p.Value).Schema is null).ToArray();
        if (!string.IsNullOrEmpty(path))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"## {path}").AppendLine();
            if (Description(schema) is { Length: > 0 } what)
            {
                text.AppendLine(what).AppendLine();
            }
        }

        if (values.Length > 0)
        {
            text.AppendLine("| option | type | default | what it is |").AppendLine("|---|---|---|---|");
            foreach (var value in values)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| `{value.Name}` | {Type(value.Value)} | {Default(value.Value)} | {Cell(Description(value.Value))} |");
            }

            text.AppendLine();
        }

        foreach (var property in properties)
        {
            if (ObjectOf(property.Value) is { Schema: { } inner } found)
            {
                Section(text, (string.IsNullOrEmpty(path) ? "" : path + ":") + property.Name + found.Suffix, inner);
            }
        }
    }

    private static (JsonElement? Schema, string Suffix) ObjectOf(JsonElement property) =>
        property.TryGetProperty("properties", out _) ? (property, "")
        : property.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out _) ? (items, "[]")
        : (null, "");

    private static string Type(JsonElement value)
    {
        var type = !value.TryGetProperty("type", out var told) ? "any"
            : told.ValueKind == JsonValueKind.Array ? string.Join(" or ", told.EnumerateArray().Select(t => t.GetString())) : told.GetString()!;
        var choice = value.TryGetProperty("enum", out var all) ? ": " + string.Join(", ", all.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => $"`{e.GetString()}`")) : "";
        var (least, most) = (Bound(value, "minimum", "exclusiveMinimum"), Bound(value, "maximum", "exclusiveMaximum"));
        var bounds = least is null && most is null ? "" : $" {least ?? "…"} to {most ?? "…"}";
        var isDuration = value.TryGetProperty("pattern", out _) && value.TryGetProperty("examples", out _) && type.StartsWith("string", StringComparison.Ordinal);
        return (isDuration ? type.Replace("string", "duration", StringComparison.Ordinal) : type) + choice + bounds;
    }

    private static string? Bound(JsonElement value, string inclusive, string exclusive) =>
        value.TryGetProperty(inclusive, out var bound) ? bound.GetRawText() : value.TryGetProperty(exclusive, out bound) ? bound.GetRawText() + " (excluded)" : null;

    private static string Default(JsonElement value) => value.TryGetProperty("default", out var told) ? $"`{(told.ValueKind == JsonValueKind.String ? told.GetString() : told.GetRawText())}`" : "";

    private static string Description(JsonElement value) => value.TryGetProperty("description", out var told) ? told.GetString()! : "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
