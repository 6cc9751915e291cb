using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Opens the source of plans that configuration names.</summary>
internal static class PlanSources
{
    /// <summary>Null where none is named: routing then goes by its own rules.</summary>
    public static IPlanSource? Open(GatewayOptions options, SteadyClock clock) =>
        options.PlanConfigMap is { } name ? new ClusterPlanSource(name, options.Fleet.Kubernetes, FleetSources.Access(options.Fleet.Kubernetes), clock.Time)
        : options.PlanFile is { } path ? new FilePlanSource(path)
        : null;
}
