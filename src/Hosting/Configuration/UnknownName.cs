namespace SageServe.Hosting;

/// <summary>The sentence about a name that nobody knows.</summary>
internal static class UnknownName
{
    /// <param name="path">Of the name, with it at the end.</param>
    /// <param name="known">What could stand there.</param>
    public static string Problem(string path, IReadOnlyCollection<string> known)
    {
        var name = path[(path.LastIndexOf(':') + 1)..];
        return NearestName.Of(name, known) is { } near
            ? $"{path}: this name is not known here; did you mean {near}?"
            : $"{path}: this name is not known here; there are {string.Join(", ", known)}.";
    }
}
