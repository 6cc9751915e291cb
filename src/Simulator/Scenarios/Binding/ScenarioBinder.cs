using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Simulator;

/// <summary>
/// Binds nodes to records by their JSON metadata and notes every problem, not only the first: unknown names, missing ones, values that a
/// setting can't take.
/// </summary>
internal sealed class ScenarioBinder
{
    private readonly List<string> _problems = [];

    /// <exception cref="BadInputException">Lists all problems.</exception>
    public static T Bind<T>(ScenarioNode node)
    {
        var binder = new ScenarioBinder();
        var json = binder.ToJson(node, ScenarioJson.Of<T>(), "");
        if (binder._problems.Count > 0)
        {
            throw Problems.Exception(binder._problems);
        }

        return json.Deserialize<T>(ScenarioJson.Options)!;
    }

    private JsonNode? ToJson(ScenarioNode node, JsonTypeInfo info, string path)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } inner)
        {
            return node.IsScalar && node.Text is null ? null : ToJson(node, ScenarioJson.Options.GetTypeInfo(inner), path);
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object when node.Members is not null => Object(node, info, path),
            JsonTypeInfoKind.Dictionary when node.Members is not null => Dictionary(node, info, path),
            JsonTypeInfoKind.Enumerable when node.Items is not null => List(node, info, path),
            JsonTypeInfoKind.None when node.IsScalar => Leaf(node, info, path),
            _ when node.IsScalar && node.Text is null => Empty(info),
            _ => Problem(node, path, $"{node.Kind} stands where {Wanted(info)} belongs"),
        };
    }

    private JsonObject Object(ScenarioNode node, JsonTypeInfo info, string path)
    {
        var result = new JsonObject();
        foreach (var (key, value) in node.Members!)
        {
            var inner = path.Length == 0 ? key : $"{path}.{key}";
            if (info.Properties.FirstOrDefault(p => p.Name == key && (p.Set is not null || p.AssociatedParameter is not null)) is not { } property)
            {
                Problem(value, inner, $"there is no such setting{Nearest.Hint(key, [.. Settable(info)])}");
            }
            else if (!result.ContainsKey(key))
            {
                result.Add(key, ToJson(value, ScenarioJson.Options.GetTypeInfo(property.PropertyType), inner));
            }
        }

        foreach (var property in info.Properties.Where(p => p.IsRequired || p.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false }))
        {
            if (node.Find(property.Name) is null)
            {
                Problem(node, path, $"'{property.Name}' is missing");
            }
        }

        return result;
    }

    private JsonObject Dictionary(ScenarioNode node, JsonTypeInfo info, string path)
    {
        var element = ScenarioJson.Options.GetTypeInfo(info.ElementType!);
        var result = new JsonObject();
        foreach (var (key, value) in node.Members!)
        {
            result[key] = ToJson(value, element, $"{path}.{key}");
        }

        return result;
    }

    private JsonArray List(ScenarioNode node, JsonTypeInfo info, string path)
    {
        var element = ScenarioJson.Options.GetTypeInfo(info.ElementType!);
        var result = new JsonArray();
        for (var i = 0; i < node.Items!.Count; i++)
        {
            result.Add(ToJson(node.Items[i], element, $"{path}.{i}"));
        }

        return result;
    }

    private JsonNode? Leaf(ScenarioNode node, JsonTypeInfo info, string path)
    {
        try
        {
            var value = Value(node, info.Type);
            value.Deserialize(info);
            return value;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or NotSupportedException)
        {
            var why = e is JsonException { InnerException: null } && e.Message.StartsWith('\'') ? e.Message.Split(" Path:")[0] : $"'{node.Text}' is not {Wanted(info)}";
            return Problem(node, path, why);
        }
    }

    private static JsonValue? Value(ScenarioNode node, Type type)
    {
        if (node.Text is not { } text)
        {
            return null;
        }

        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => JsonValue.Create(text),
            TypeCode.Boolean => JsonValue.Create(bool.Parse(text)),
            TypeCode.Double or TypeCode.Single => JsonValue.Create(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Int16 => JsonValue.Create((long)decimal.Parse(text, NumberStyles.Integer | NumberStyles.AllowThousands, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(text),
        };
    }

    private static JsonNode? Empty(JsonTypeInfo info) => info.Kind switch
    {
        JsonTypeInfoKind.Enumerable => new JsonArray(),
        JsonTypeInfoKind.None => null,
        _ => new JsonObject(),
    };

    private static string Wanted(JsonTypeInfo info) => info.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "a mapping",
        JsonTypeInfoKind.Enumerable => "a list",
        _ when info.Type == typeof(bool) => "true or false",
        _ when info.Type == typeof(int) || info.Type == typeof(long) => "a whole number",
        _ when info.Type == typeof(double) => "a number",
        _ when info.Type.IsEnum => "one of: " + string.Join(", ", Enum.GetNames(info.Type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)),
        _ => "one value",
    };

    private static IEnumerable<string> Settable(JsonTypeInfo info) =>
        info.Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null).Select(p => p.Name);

    private JsonNode? Problem(ScenarioNode node, string path, string what)
    {
        _problems.Add($"{node.Where}: {(path.Length == 0 ? "" : path + ": ")}{what}.");
        return null;
    }
}
