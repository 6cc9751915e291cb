using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>What all workloads of a cluster share.</summary>
/// <param name="Client">Calls of the API.</param>
/// <param name="Watch">What is there.</param>
/// <param name="Desk">Who still holds what.</param>
/// <param name="Voice">Events and log.</param>
/// <param name="Metrics">Counters and gauges.</param>
/// <param name="Live">Options that may change, and the catalog.</param>
/// <param name="Options">Those of the cluster.</param>
/// <param name="Clock">Request time.</param>
/// <param name="Mark">Epoch and version of the plan in force.</param>
/// <param name="MayWrite">False in a dry run, and while another scaler has the lease: then the cluster is looked at alone.</param>
internal sealed record ClusterParts(
    KubernetesClient Client,
    ClusterWatch Watch,
    DrainDesk Desk,
    ClusterVoice Voice,
    ClusterMetrics Metrics,
    LiveConfiguration Live,
    KubernetesOptions Options,
    SteadyClock Clock,
    Func<string> Mark,
    Func<bool> MayWrite)
{
    public ActuatorOptions Actuator => Live.Current.Options.Actuator;
}
