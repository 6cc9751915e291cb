using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace SageServe.Hosting;

/// <summary>The JSON schema of one type: descriptions from doc comments, defaults from a fresh instance, bounds and names from attributes.</summary>
internal sealed class TypeSchema(SchemaNaming naming)
{
    /// <param name="type">A group of names.</param>
    /// <param name="fresh">One with its defaults; null where there is none.</param>
    public JsonObject Group(Type type, object? fresh)
    {
        var properties = new JsonObject();
        foreach (var member in OptionTypes.Members(type))
        {
            properties[naming.Of(member.Name)] = Member(member, fresh is null ? null : member.GetValue(fresh));
        }

        foreach (var member in naming.MarksRequired ? OptionTypes.Reckoned(type) : [])
        {
            properties[naming.Of(member.Name)] = new JsonObject { ["description"] = "Reckoned from the others; what stands here is not read.", ["readOnly"] = true };
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (DocComments.Of(type) is { } text)
        {
            schema["description"] = text;
        }

        schema["properties"] = properties;
        if (naming.MarksRequired && OptionTypes.Required(type) is { Count: > 0 } required)
        {
            schema["required"] = new JsonArray([.. required.Select(r => JsonValue.Create(naming.Of(r)))]);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Member(PropertyInfo member, object? value)
    {
        var schema = Any(member.PropertyType, value);
        SchemaBounds.Apply(schema, member);
        if (DocComments.Of(member) is { } text)
        {
            schema.Remove("description");
            schema.Insert(0, "description", text);
        }

        if (SchemaValue.Default(value, naming) is { } node)
        {
            schema["default"] = node;
        }

        return OptionTypes.MayBeNull(member) ? OrNull(schema) : schema;
    }

    private JsonObject Any(Type declared, object? value)
    {
        var type = OptionTypes.Plain(declared);
        if (OptionTypes.Item(type) is { } item)
        {
            return OptionTypes.IsTable(type)
                ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Any(item, null) }
                : new JsonObject { ["type"] = "array", ["items"] = Any(item, Fresh(item)) };
        }

        return OptionTypes.IsGroup(type) ? Group(type, value ?? Fresh(type)) : SchemaValue.Of(type, naming);
    }

    private static object? Fresh(Type type) =>
        OptionTypes.IsGroup(type) && type is { IsValueType: false } && type.GetConstructor(Type.EmptyTypes) is not null && !HasRequired(type) ? Activator.CreateInstance(type) : null;

    private static bool HasRequired(Type type) => OptionTypes.Members(type).Any(m => m.IsDefined(typeof(RequiredMemberAttribute)));

    private static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        if (schema["enum"] is JsonArray names)
        {
            names.Add((JsonNode?)null);
        }

        return schema;
    }
}
