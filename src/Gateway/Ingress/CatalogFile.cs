using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Loads the catalog at start; everything that is wrong with it is said at once, without a stack trace.</summary>
internal static class CatalogFile
{
    /// <exception cref="ConfigurationProblemsException">The file cannot be read, breaks a rule or does not know this region.</exception>
    public static ServingCatalog Load(GatewayOptions options)
    {
        var catalog = CatalogReader.Read(options.CatalogFile);
        return catalog.Regions.Any(r => r.Id.Value == options.Region)
            ? catalog
            : throw new ConfigurationProblemsException([$"The catalog {options.CatalogFile} has no region '{options.Region}'."]);
    }
}
