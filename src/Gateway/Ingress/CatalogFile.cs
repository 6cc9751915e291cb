using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Loads the catalog at start; everything that is wrong with it is said at once, without a stack trace.</summary>
internal static class CatalogFile
{
    /// <exception cref="ConfigurationProblemsException">The file cannot be read, breaks a rule or does not know this region.</exception>
    public static ServingCatalog Load(GatewayOptions options)
    {
        var catalog = Read(options.CatalogFile);
        var unknown = options.Peers.Select(p => p.Region).Prepend(options.Region).Where(r => catalog.Regions.All(c => c.Id.Value != r)).ToList();
        return unknown.Count == 0
            ? catalog
            : throw new ConfigurationProblemsException([.. unknown.Select(r => $"The catalog {options.CatalogFile} has no region '{r}'.")]);
    }

    private static ServingCatalog Read(string path)
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
