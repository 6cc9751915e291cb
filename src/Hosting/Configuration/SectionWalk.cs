using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>
/// Goes through a section value by value beside the type that it is bound to. The binder passes over a misspelled name in silence and stops
/// at its first unreadable value; an operator wants to hear of each.
/// </summary>
internal static class SectionWalk
{
    /// <summary>Values that cannot be read, each with its path.</summary>
    public static IEnumerable<(string Path, string Problem)> Unreadable(IConfigurationSection section, Type type) =>
        Walk(section, type).Where(f => !f.Unknown).Select(f => (f.Path, f.Problem));

    /// <summary>Names that the type does not have.</summary>
    public static IEnumerable<string> UnknownNames(IConfigurationSection section, Type type) =>
        Walk(section, type).Where(f => f.Unknown).Select(f => f.Problem);

    private static IEnumerable<(string Path, string Problem, bool Unknown)> Walk(IConfigurationSection section, Type declared)
    {
        var type = OptionTypes.Plain(declared);
        if (OptionTypes.Item(type) is { } item)
        {
            return IsGroupOrNothing(section, "a list", section.GetChildren().SelectMany(c => Walk(c, item)));
        }

        return OptionTypes.IsGroup(type)
            ? IsGroupOrNothing(section, "a group of names", section.GetChildren().SelectMany(c => Member(c, type)))
            : Value(section, type);
    }

    private static IEnumerable<(string Path, string Problem, bool Unknown)> Member(IConfigurationSection child, Type type)
    {
        var known = OptionTypes.Members(type);
        return known.FirstOrDefault(m => m.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } member
            ? Walk(child, member.PropertyType)
            : [(child.Path, UnknownName.Problem(child.Path, [.. known.Select(m => m.Name)]), true)];
    }

    // An empty list or group of a file comes as an empty text.
    private static IEnumerable<(string Path, string Problem, bool Unknown)> IsGroupOrNothing(
        IConfigurationSection section, string what, IEnumerable<(string Path, string Problem, bool Unknown)> inside) =>
        string.IsNullOrEmpty(section.Value) ? inside : [(section.Path, $"{section.Path}: '{section.Value}' stands where {what} is expected.", false)];

    private static IEnumerable<(string Path, string Problem, bool Unknown)> Value(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            yield return (section.Path, $"{section.Path}: one value is expected here, {TypeWords.For(type)}, and not several.", false);
        }
        else if (section.Value is { } value && type != typeof(string) && Problem(value, type) is { } problem)
        {
            yield return (section.Path, $"{section.Path}: {problem}", false);
        }
    }

    private static string? Problem(string value, Type type)
    {
        if (type == typeof(TimeSpan) && double.TryParse(value, CultureInfo.InvariantCulture, out var days) && days is not 0)
        {
            return $"'{value}' would be {days} days; write {TypeWords.For(type)}.";
        }

        try
        {
            OptionTypes.Read(type, value);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"'{value}' cannot be read as {TypeWords.For(type)}.";
        }
    }
}
