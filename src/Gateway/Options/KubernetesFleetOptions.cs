using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Replicas found in a cluster (section <c>Gateway:Fleet:Kubernetes</c>). The pods' labels (or annotations) <c>sageserve.io/model</c> and
/// <c>sageserve.io/accelerator</c> say what they serve, <c>sageserve.io/capacity-type</c> and <c>sageserve.io/revision</c> the rest of their pool;
/// the annotation <c>sageserve.io/draining</c> takes new work away from them.
/// </summary>
internal sealed record KubernetesFleetOptions : ICheckedOptions
{
    /// <summary>Null: the gateway's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Selects the EndpointSlices, for example <c>kubernetes.io/service-name=vllm</c>.</summary>
    public string EndpointSelector { get; init; } = "sageserve.io/fleet=true";

    /// <summary>Selects the pods behind them, by labels: ids of accelerators can be one, names of models may hold a slash.</summary>
    public string PodSelector { get; init; } = "sageserve.io/accelerator";

    /// <summary>Name of the slices' port; null: their first.</summary>
    public string? PortName { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    [OneOf("http", "https")]
    public string Scheme { get; init; } = "http";

    /// <summary>A kubeconfig to use instead of the pod's service account.</summary>
    public string? KubeConfig { get; init; }

    public IEnumerable<string> Problems()
    {
        if (Scheme is not ("http" or "https"))
        {
            yield return $"Scheme '{Scheme}' is not known; use http or https.";
        }

        if (string.IsNullOrWhiteSpace(EndpointSelector) || string.IsNullOrWhiteSpace(PodSelector))
        {
            yield return "EndpointSelector and PodSelector must select something: without them every pod of the namespace would be a candidate.";
        }
    }
}
