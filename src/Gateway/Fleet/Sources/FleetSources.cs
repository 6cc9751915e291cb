using SageServe.Hosting;
using SageServe.Kubernetes;

namespace SageServe.Gateway;

/// <summary>Opens the source that configuration names.</summary>
internal static class FleetSources
{
    /// <exception cref="ConfigurationProblemsException">What it names cannot be had here.</exception>
    public static IFleetSource Open(GatewayOptions options, Func<ServingCatalog> catalog, SteadyClock clock, ILogger<FleetDirectory> logger) => options.Fleet.Source switch
    {
        FleetOptions.DnsNames => new DnsFleetSource(options.Fleet.Dns, Checked(options.Fleet.Dns, catalog()), clock, logger),
        FleetOptions.Cluster => new KubernetesFleetSource(options.Fleet.Kubernetes, Access(options.Fleet.Kubernetes), catalog, clock.Time, logger),
        _ => new FileFleetSource(options, catalog, clock.Time, logger),
    };

    private static DnsResolver Checked(DnsFleetOptions options, ServingCatalog catalog)
    {
        string[] problems =
        [
            .. options.Names
                .Where(n => catalog.FindProfile(new ModelId(n.Model), new AcceleratorId(n.Accelerator)) is null)
                .Select(n => $"Gateway:Fleet:Dns: '{n.Name}': the catalog has no profile of {n.Model} on {n.Accelerator}."),
        ];
        return problems.Length == 0 ? new DnsResolver(DnsResolver.ServerOf(options.Server)) : throw new ConfigurationProblemsException(string.Join("\n", problems));
    }

    /// <exception cref="ConfigurationProblemsException">The cluster cannot be had here.</exception>
    public static KubernetesAccess Access(KubernetesFleetOptions options)
    {
        try
        {
            return options.KubeConfig is { } file ? KubeConfigAccess.Load(file) : KubernetesAccess.Find();
        }
        catch (KubernetesException e)
        {
            throw new ConfigurationProblemsException($"Gateway:Fleet:Kubernetes: {e.Message}");
        }
    }
}
