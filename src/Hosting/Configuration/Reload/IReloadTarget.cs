using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>An executable whose configuration and catalog change while it runs.</summary>
public interface IReloadTarget
{
    /// <summary>Path of the catalog; that of the start.</summary>
    string CatalogFile { get; }

    /// <summary>The catalog of the start.</summary>
    ServingCatalog StartCatalog { get; }

    /// <summary>Names and sections that take effect at once, as they stand in the file (<c>Gateway:Routing</c>).</summary>
    IReadOnlyList<string> RunTimeNames { get; }

    /// <exception cref="ConfigurationProblemsException">The file cannot be read, or breaks a rule.</exception>
    ServingCatalog LoadCatalog();

    /// <summary>What of a catalog takes effect only after a restart; empty when all of it can be taken now.</summary>
    IEnumerable<string> NeedsRestart(ServingCatalog catalog);

    /// <summary>They count from now on.</summary>
    /// <param name="configuration">As read; only <see cref="RunTimeNames"/> may be looked at.</param>
    /// <param name="catalog">Null: the one that counts stays.</param>
    /// <param name="version">Of both together.</param>
    void Take(IConfiguration configuration, ServingCatalog? catalog, long version);
}
