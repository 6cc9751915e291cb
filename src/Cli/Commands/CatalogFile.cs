using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Reads a catalog that the user named.</summary>
internal static class CatalogFile
{
    public static CatalogDocument ReadDocument(string flag, string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"{flag}: there is no file '{path}'. Give the path of a catalog (JSON).");
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SharedJson.Default.CatalogDocument)
                ?? throw new BadInputException($"{path} holds null instead of a catalog.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path}, line {e.LineNumber + 1}: {e.Message}");
        }
    }

    public static ServingCatalog Read(string flag, string path)
    {
        var document = ReadDocument(flag, path);
        var problems = ServingCatalogRules.Check(document);
        return problems.Count == 0
            ? new ServingCatalog(document)
            : throw new BadInputException($"{flag}: {path} has problems:\n- " + string.Join("\n- ", problems));
    }
}
