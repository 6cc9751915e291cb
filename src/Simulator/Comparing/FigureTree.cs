using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Writes figures with dotted paths as nested objects, in the order in which each name comes first.</summary>
internal static class FigureTree
{
    public static void Write<T>(Utf8JsonWriter json, IReadOnlyList<T> figures, Func<T, string> path, Action<string, T> leaf) =>
        Level(json, [.. figures.Select(f => (FigurePath.Split(path(f)), f))], 0, leaf);

    private static void Level<T>(Utf8JsonWriter json, List<(string[] Path, T Figure)> figures, int depth, Action<string, T> leaf)
    {
        foreach (var group in figures.GroupBy(f => f.Path[depth], StringComparer.Ordinal))
        {
            var members = group.ToList();
            if (members.Count == 1 && members[0].Path.Length == depth + 1)
            {
                leaf(group.Key, members[0].Figure);
                continue;
            }

            json.WriteStartObject(group.Key);
            Level(json, members, depth + 1, leaf);
            json.WriteEndObject();
        }
    }
}
