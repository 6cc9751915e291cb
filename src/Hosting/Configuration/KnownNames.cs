using System.Collections;
using System.Reflection;

namespace SageServe.Hosting;

/// <summary>Which configuration paths the bound records know. The binder passes over a misspelled name in silence; an operator wants to hear of it.</summary>
internal static class KnownNames
{
    /// <summary>Sections of the framework, which are not ours to check.</summary>
    private static readonly string[] Foreign = ["Logging", "AllowedHosts", "Kestrel", "Urls"];

    /// <summary>Null for a known path, else the part that is unknown and what could stand there.</summary>
    public static string? Problem(string path, IReadOnlyDictionary<string, Type> sections)
    {
        var names = path.Split(':');
        if (Foreign.Contains(names[0], StringComparer.OrdinalIgnoreCase) || names[0].StartsWith('$'))
        {
            return null;
        }

        if (sections.FirstOrDefault(s => s.Key.Equals(names[0], StringComparison.OrdinalIgnoreCase)).Value is not { } type)
        {
            return $"{names[0]}: this section is not known; there are {string.Join(", ", sections.Keys.Concat(Foreign.Take(1)).Order(StringComparer.Ordinal))}.";
        }

        for (var i = 1; i < names.Length; i++)
        {
            if (Inner(type) is not { } inner)
            {
                var known = Members(type).ToList();
                if (known.Find(m => m.Name.Equals(names[i], StringComparison.OrdinalIgnoreCase)) is not { } member)
                {
                    return known.Count == 0 ? null : $"{string.Join(':', names[..(i + 1)])}: this name is not known here; there are {string.Join(", ", known.Select(m => m.Name))}.";
                }

                inner = member.PropertyType;
            }

            type = Nullable.GetUnderlyingType(inner) ?? inner;
        }

        return null;
    }

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("SageServe.", StringComparison.Ordinal) && type is { IsEnum: false, IsValueType: false }
            ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            : [];

    /// <summary>Of a list or table, what it holds.</summary>
    private static Type? Inner(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
        : null;
}
