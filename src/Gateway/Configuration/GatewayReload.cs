using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Puts a changed configuration and catalog in force, without touching a request that runs or waits.</summary>
internal sealed class GatewayReload(
    GatewayOptions started, ServingCatalog catalog, LiveConfiguration live, ServedModels models, PriceList prices, DispatchTable dispatchers, RunTimeLimits limits)
    : IReloadTarget
{
    public string CatalogFile => started.CatalogFile;

    public ServingCatalog StartCatalog => catalog;

    public IReadOnlyList<string> RunTimeNames => RunTimeOptions.Names;

    public ServingCatalog LoadCatalog() => SageServe.Gateway.CatalogFile.Load(started);

    /// <summary>Each model has its flow, its lane and its gauges, made at start.</summary>
    public IEnumerable<string> NeedsRestart(ServingCatalog read) =>
        read.Models.Select(m => m.Id).SequenceEqual(catalog.Models.Select(m => m.Id)) && read.Regions.Select(r => r.Id).SequenceEqual(catalog.Regions.Select(r => r.Id))
            ? []
            : ["models or regions of " + CatalogFile];

    public void Take(IConfiguration configuration, ServingCatalog? read, long version)
    {
        var options = RunTimeOptions.Over(started, configuration.GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? started);
        var set = new ConfigurationSet(options, read ?? live.Current.Catalog, version);
        live.Swap(set);
        models.Change(set.Catalog);
        prices.Change(set.Catalog, options);
        limits.Change(options.Limits);
        dispatchers.OptionsChanged(options.Routing, read);
    }
}
