namespace SageServe.Kubernetes;

/// <summary>The kinds that are listed and watched.</summary>
public static class ResourceKinds
{
    public static readonly ResourceKind<Pod> Pods =
        new("api/v1", "pods", KubernetesJson.Default.Pod, KubernetesJson.Default.ResourceListPod);

    public static readonly ResourceKind<EndpointSlice> EndpointSlices =
        new("apis/discovery.k8s.io/v1", "endpointslices", KubernetesJson.Default.EndpointSlice, KubernetesJson.Default.ResourceListEndpointSlice);
}
