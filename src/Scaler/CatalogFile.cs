using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>Reads the serving catalog from its file.</summary>
internal static class CatalogFile
{
    /// <exception cref="ArgumentException">The file is no catalog or breaks a rule; the message lists every problem.</exception>
    public static ServingCatalog Load(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), SharedJson.Default.CatalogDocument)
                ?? throw new ArgumentException($"The catalog file '{path}' is empty.");
            return new ServingCatalog(document);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The catalog file '{path}' is no catalog: {e.Message}", e);
        }
    }
}
