namespace SageServe.Kubernetes;

/// <summary>The kinds that are read and written.</summary>
public static class ResourceKinds
{
    public static readonly ResourceKind<Pod> Pods =
        new("api/v1", "pods", KubernetesJson.Default.Pod, KubernetesJson.Default.ResourceListPod);

    public static readonly ResourceKind<EndpointSlice> EndpointSlices =
        new("apis/discovery.k8s.io/v1", "endpointslices", KubernetesJson.Default.EndpointSlice, KubernetesJson.Default.ResourceListEndpointSlice);

    public static readonly ResourceKind<ConfigMap> ConfigMaps =
        new("api/v1", "configmaps", KubernetesJson.Default.ConfigMap, KubernetesJson.Default.ResourceListConfigMap);

    public static readonly ResourceKind<ClusterEvent> Events =
        new("api/v1", "events", KubernetesJson.Default.ClusterEvent, KubernetesJson.Default.ResourceListClusterEvent);

    public static readonly ResourceKind<Lease> Leases =
        new("apis/coordination.k8s.io/v1", "leases", KubernetesJson.Default.Lease, KubernetesJson.Default.ResourceListLease);

    /// <param name="apiVersion">For example <c>apps/v1</c>.</param>
    /// <param name="plural">For example <c>deployments</c>.</param>
    public static ResourceKind<Workload> Workloads(string apiVersion, string plural) => new(
        apiVersion.Contains('/', StringComparison.Ordinal) ? "apis/" + apiVersion : "api/" + apiVersion,
        plural,
        KubernetesJson.Default.Workload,
        KubernetesJson.Default.ResourceListWorkload);
}
