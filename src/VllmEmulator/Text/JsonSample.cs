using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>
/// A JSON document that keeps to a JSON schema, as guided decoding would give it. Every property is there; values follow from the
/// seed. Knows types, enums, constants, bounds, combinations and references within the schema; what it does not know is free text.
/// </summary>
internal sealed class JsonSample(JsonElement root, ulong seed)
{
    private const int MaxDepth = 12;
    private const int MaxItems = 8;

    private readonly StringBuilder _text = new();
    private int _draws;

    /// <summary>ASCII only, so that a token is four characters.</summary>
    public static string Of(JsonElement schema, ulong seed)
    {
        var sample = new JsonSample(schema, seed);
        sample.Write(schema, 0);
        return sample._text.ToString();
    }

    private void Write(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            _text.Append("null");
            return;
        }

        if (Resolve(schema) is { } other)
        {
            Write(other, depth + 1);
            return;
        }

        if (schema.TryGetProperty("const", out var only))
        {
            WriteValue(only);
            return;
        }

        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            WriteValue(values[(int)(Draw() % (ulong)values.GetArrayLength())]);
            return;
        }

        WriteType(schema, depth);
    }

    private void WriteType(JsonElement schema, int depth)
    {
        switch (TypeOf(schema))
        {
            case "object":
                WriteObject(schema, depth);
                break;
            case "array":
                WriteArray(schema, depth);
                break;
            case "integer" or "number":
                WriteNumber(schema);
                break;
            case "boolean":
                _text.Append(Draw() % 2 == 0 ? "true" : "false");
                break;
            case "null":
                _text.Append("null");
                break;
            default:
                WriteText(schema);
                break;
        }
    }

    private void WriteNumber(JsonElement schema)
    {
        var least = Bound(schema, "minimum", 0);
        var most = Math.Max(least, Bound(schema, "maximum", least + 99));
        _text.Append((least + (long)(Draw() % (ulong)(most - least + 1))).ToString(CultureInfo.InvariantCulture));
    }

    private void WriteObject(JsonElement schema, int depth)
    {
        _text.Append('{');
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            var first = true;
            foreach (var property in properties.EnumerateObject())
            {
                _text.Append(first ? "" : ",").Append(JsonSerializer.Serialize(property.Name)).Append(':');
                Write(property.Value, depth + 1);
                first = false;
            }
        }

        _text.Append('}');
    }

    private void WriteArray(JsonElement schema, int depth)
    {
        var items = schema.TryGetProperty("items", out var item) ? item : default;
        var count = Math.Clamp(Bound(schema, "minItems", 2), 0, Math.Min(MaxItems, Bound(schema, "maxItems", MaxItems)));
        _text.Append('[');
        for (var i = 0; i < count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Write(items, depth + 1);
        }

        _text.Append(']');
    }

    private void WriteText(JsonElement schema)
    {
        var words = new TextSource(Draw());
        var bytes = new byte[3 * Tokenizer.BytesPerToken];
        words.Write(bytes);
        var text = Encoding.ASCII.GetString(bytes).Replace('\n', ' ').Trim();
        var (least, most) = (Bound(schema, "minLength", 0), Bound(schema, "maxLength", int.MaxValue));
        text = text.Length > most ? text[..(int)most] : text.PadRight((int)Math.Min(least, 1000), 'x');
        _text.Append(JsonSerializer.Serialize(text));
    }

    // ASCII: the serializer escapes everything else.
    private void WriteValue(JsonElement value) => _text.Append(JsonSerializer.Serialize(value));

    private JsonElement? Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
        {
            var at = root;
            foreach (var step in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                {
                    return null;
                }
            }

            return at;
        }

        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(name, out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
            {
                return choices[0];
            }
        }

        return null;
    }

    private static string TypeOf(JsonElement schema) => schema.TryGetProperty("type", out var type) switch
    {
        true when type.ValueKind == JsonValueKind.String => type.GetString()!,
        true when type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0 => type[0].GetString() ?? "string",
        _ => schema.TryGetProperty("properties", out _) ? "object" : "string",
    };

    private static long Bound(JsonElement schema, string name, long otherwise) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var bound)
            ? (long)Math.Clamp(Math.Ceiling(bound), -1e9, 1e9)
            : otherwise;

    private ulong Draw() => TextSource.Mix(seed + (ulong)++_draws * 0x9E3779B97F4A7C15UL);
}
