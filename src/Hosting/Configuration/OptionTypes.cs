using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SageServe.Hosting;

/// <summary>What the types that options are made of look like to the binder: groups of names, lists, tables, single values.</summary>
internal static class OptionTypes
{
    /// <summary>The same without <c>?</c>.</summary>
    public static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>Names that a group may hold, in their order; none for anything but a group.</summary>
    public static IReadOnlyList<PropertyInfo> Members(Type type) => IsGroup(type)
        ? [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)]
        : [];

    /// <summary>Names that a document of this group is written with and that reading it passes over: what is reckoned from the others.</summary>
    public static IReadOnlyList<PropertyInfo> Reckoned(Type type) => IsGroup(type)
        ? [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !p.CanWrite && p.GetIndexParameters().Length == 0)]
        : [];

    /// <summary>What a list or table holds; null for anything else.</summary>
    public static Type? Item(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
        : null;

    /// <summary>True for a table: its names are free.</summary>
    public static bool IsTable(Type type) => type.IsGenericType && type.GetGenericArguments().Length == 2 && typeof(IEnumerable).IsAssignableFrom(type);

    /// <summary>True for the options records, their parts, and the structs of several fields that documents hold.</summary>
    public static bool IsGroup(Type type) =>
        IsOurs(type) && !type.IsEnum && Item(type) is null && !IsText(type);

    /// <summary>True for ids and whatever else of ours is written as one text.</summary>
    public static bool IsText(Type type) => type == typeof(Instant)
        || Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextId<>));

    /// <exception cref="Exception">The text is no such value; converters throw what they like.</exception>
    public static void Read(Type type, string text) => TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);

    /// <summary>What a document must have: members marked so, and parameters of the constructor without a default.</summary>
    public static IReadOnlyList<string> Required(Type type)
    {
        var positional = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()?.GetParameters() ?? [];
        return
        [
            .. Members(type)
                .Where(m => m.IsDefined(typeof(RequiredMemberAttribute)) || positional.Any(p => p.Name == m.Name && !p.HasDefaultValue && !MayBeNull(m)))
                .Select(m => m.Name),
        ];
    }

    public static bool MayBeNull(PropertyInfo member) => Nullable.GetUnderlyingType(member.PropertyType) is not null
        || (!member.PropertyType.IsValueType && new NullabilityInfoContext().Create(member).WriteState == NullabilityState.Nullable);

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("SageServe.", StringComparison.Ordinal);
}
