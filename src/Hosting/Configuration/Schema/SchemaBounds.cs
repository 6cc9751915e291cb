using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace SageServe.Hosting;

/// <summary>What attributes say of a value: <see cref="RangeAttribute"/>, <see cref="WithinAttribute"/>, <see cref="OneOfAttribute"/>, <see cref="RequiredAttribute"/>.</summary>
internal static class SchemaBounds
{
    public static void Apply(JsonObject schema, PropertyInfo member)
    {
        if (member.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = Number(Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture));
            schema["maximum"] = Number(Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        }

        if (member.GetCustomAttribute<WithinAttribute>() is { } within)
        {
            schema[within.AboveLow ? "exclusiveMinimum" : "minimum"] = Number(within.Low);
            if (double.IsFinite(within.High))
            {
                schema[within.BelowHigh ? "exclusiveMaximum" : "maximum"] = Number(within.High);
            }
        }

        if (member.GetCustomAttribute<OneOfAttribute>() is { } names)
        {
            schema["enum"] = new JsonArray([.. names.Names.Select(n => schema["type"]!.GetValue<string>() == "integer" ? JsonNode.Parse(n) : JsonValue.Create(n))]);
        }

        if (member.IsDefined(typeof(RequiredAttribute)) && schema["type"]!.GetValue<string>() == "string")
        {
            schema["minLength"] = 1;
        }
    }

    // Whole numbers are written as such.
    private static JsonValue Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);
}
