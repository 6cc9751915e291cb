using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>Goes through a JSON document value by value beside its type, and says of each what is wrong: the reader stops at the first.</summary>
internal static class DocumentWalk
{
    /// <summary>A name at the top that documents may have for people.</summary>
    public const string Notes = "notes";

    public static IEnumerable<(string Text, bool Unknown)> Problems(JsonElement value, Type declared, string path)
    {
        var type = OptionTypes.Plain(declared);
        if (OptionTypes.Item(type) is { } item)
        {
            return value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((v, i) => Problems(v, item, $"{path}:{i}"))
                : [($"{path}: a list is expected here.", false)];
        }

        return OptionTypes.IsGroup(type)
            ? value.ValueKind == JsonValueKind.Object ? Members(value, type, path) : [($"{path}: a group of names is expected here.", false)]
            : Value(value, declared, path);
    }

    private static IEnumerable<(string Text, bool Unknown)> Members(JsonElement value, Type type, string path)
    {
        var members = OptionTypes.Members(type).ToDictionary(m => SchemaNaming.Document.Of(m.Name));
        var reckoned = OptionTypes.Reckoned(type).Select(m => SchemaNaming.Document.Of(m.Name)).ToHashSet();
        foreach (var property in value.EnumerateObject().Where(p => !p.Name.StartsWith('$') && !reckoned.Contains(p.Name) && !(path.Length == 0 && p.Name == Notes)))
        {
            var at = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            if (!members.TryGetValue(property.Name, out var member))
            {
                yield return (UnknownName.Problem(at, members.Keys), true);
                continue;
            }

            var nothing = property.Value.ValueKind == JsonValueKind.Null && OptionTypes.MayBeNull(member);
            foreach (var problem in nothing ? [] : Problems(property.Value, member.PropertyType, at))
            {
                yield return problem;
            }
        }

        foreach (var missing in OptionTypes.Required(type).Select(SchemaNaming.Document.Of).Where(r => !value.TryGetProperty(r, out _)))
        {
            yield return ($"{path}: {missing} is missing.", false);
        }
    }

    private static IEnumerable<(string Text, bool Unknown)> Value(JsonElement value, Type declared, string path)
    {
        string? problem = null;
        try
        {
            _ = value.Deserialize(SharedJson.Default.Options.GetTypeInfo(declared));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            problem = $"{path}: {value.GetRawText()} cannot be read as {TypeWords.For(declared)}.";
        }

        return problem is null ? [] : [(problem, false)];
    }
}
