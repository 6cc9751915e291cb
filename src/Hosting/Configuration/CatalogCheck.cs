using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>All that is wrong with a catalog file, each with its line.</summary>
public static class CatalogCheck
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="path">The file.</param>
    /// <param name="catalog">Null when it cannot be read as one; it may break rules, and lack parts.</param>
    public static IReadOnlyList<FileProblem> Problems(string path, out CatalogDocument? catalog)
    {
        catalog = null;
        if (JsonLines.TryRead(path, out var lines) is { } unreadable)
        {
            return [unreadable];
        }

        var bytes = File.ReadAllBytes(path);
        using var json = JsonDocument.Parse(bytes, Reading);
        var found = DocumentWalk.Problems(json.RootElement, typeof(CatalogDocument), "").ToArray();
        var problems = found.Select(f => f.Text).ToList();
        try
        {
            catalog = JsonSerializer.Deserialize(bytes, SharedJson.Default.CatalogDocument);
        }
        catch (JsonException e)
        {
            problems.AddRange(problems.Count == 0 ? [e.Message] : []);
        }

        // Rules speak of catalogs that are whole.
        problems.AddRange(catalog is null || !found.All(f => f.Unknown) ? [] : ServingCatalogRules.Check(catalog));
        return [.. problems.Distinct().Select(p => new FileProblem(lines!.Of(p), p)).OrderBy(p => p.Line)];
    }
}
