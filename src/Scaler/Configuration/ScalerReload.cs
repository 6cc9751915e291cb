namespace SageServe.Scaler;

/// <summary>Puts a changed configuration and catalog in force: planning takes them between two ticks, and moves that are under way go on.</summary>
internal sealed class ScalerReload(ScalerOptions started, ServingCatalog catalog, LiveConfiguration live, StartReport report) : IReloadTarget
{
    public string CatalogFile => started.CatalogFile;

    public ServingCatalog StartCatalog => catalog;

    public IReadOnlyList<string> RunTimeNames => RunTimeOptions.Names;

    public ServingCatalog LoadCatalog() => CatalogReader.Read(CatalogFile);

    /// <summary>Each region has its control address and its fleet file, opened at start.</summary>
    public IEnumerable<string> NeedsRestart(ServingCatalog read) =>
        read.Regions.Select(r => r.Id).SequenceEqual(catalog.Regions.Select(r => r.Id)) ? [] : ["regions of " + CatalogFile];

    public void Take(IConfiguration configuration, ServingCatalog? read, long version)
    {
        var options = RunTimeOptions.Over(started, configuration.GetSection(ScalerOptions.Section).Get<ScalerOptions>() ?? started);
        live.Swap(new ConfigurationSet(options, read ?? live.Current.Catalog, version));
        report.Tell();
    }
}
