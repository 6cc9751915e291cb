using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>Reads the serving catalog that an executable is configured with.</summary>
public static class CatalogReader
{
    /// <exception cref="ConfigurationProblemsException">The file cannot be read, is no catalog, or breaks rules; all are listed.</exception>
    public static ServingCatalog Read(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), SharedJson.Default.CatalogDocument);
            return new ServingCatalog(document ?? throw new JsonException("it is empty."));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemsException([$"{path}: {e.Message}"]);
        }
    }
}
