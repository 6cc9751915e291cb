using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>GPUs that other work has, of lower priority than the engines: the scheduler takes them back for replicas that are started.</summary>
internal sealed class LentGpus(KubernetesOptions options, ClusterWatch watch)
{
    private readonly PodSelector? _selector = options.LentSelector is { } text ? PodSelector.Parse(text) : null;

    /// <summary>Null where nobody says which pods that are. One that ends has its GPUs until it is gone.</summary>
    public int? Count => _selector is null ? null : watch.Pods(_selector).Where(p => p is { HasEnded: false, Class: not PodClass.Unassigned }).Sum(p => p.Source.Gpus);
}
