using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Makes the actuator of a cluster out of the configuration.</summary>
internal static class ClusterServices
{
    public static KubernetesFleetActuator NewActuator(IServiceProvider services)
    {
        var live = services.GetRequiredService<LiveConfiguration>();
        var publisher = services.GetRequiredService<PlanPublisher>();
        var access = live.Current.Options.Actuator.Kubernetes!.KubeConfig is { } file ? KubeConfigAccess.Load(file) : KubernetesAccess.Find();
        return new KubernetesFleetActuator(
            access, live, services.GetRequiredService<HttpClient>(), services.GetRequiredService<ScalerMetrics>(), () => Mark(publisher), services.GetRequiredService<SteadyClock>(), services.GetRequiredService<ILogger<KubernetesFleetActuator>>())
        {
            Leads = () => services.GetRequiredService<ILeadership>().Paces,
        };
    }

    private static string Mark(PlanPublisher publisher) =>
        string.Create(CultureInfo.InvariantCulture, $"{publisher.Last?.Epoch ?? 0}.{publisher.Last?.Version ?? 0}");
}
