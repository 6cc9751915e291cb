namespace SageServe.Simulator;

/// <summary>Dotted paths of figures. Names that have dots themselves, as those of models do, carry a backslash before each of them.</summary>
internal static class FigurePath
{
    /// <summary>One name, fit to stand within a path.</summary>
    public static string Name(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal);

    /// <summary>The names of a path as they were before <see cref="Name"/>.</summary>
    public static string[] Split(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal))
        {
            return path.Split('.');
        }

        var names = new List<string>();
        var name = new System.Text.StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '.')
            {
                names.Add(name.ToString());
                name.Clear();
                continue;
            }

            i += path[i] == '\\' ? 1 : 0;
            name.Append(path[i]);
        }

        return [.. names, name.ToString()];
    }
}
