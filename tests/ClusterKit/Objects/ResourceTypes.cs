namespace SageServe.ClusterKit;

/// <summary>The kinds that every server here has.</summary>
public static class ResourceTypes
{
    public static readonly ResourceType Namespaces = new("", "v1", "Namespace", "namespaces") { IsNamespaced = false, HasStatus = true, ShortNames = ["ns"] };
    public static readonly ResourceType Nodes = new("", "v1", "Node", "nodes") { IsNamespaced = false, HasStatus = true, ShortNames = ["no"] };
    public static readonly ResourceType Pods = new("", "v1", "Pod", "pods") { HasStatus = true, ShortNames = ["po"] };
    public static readonly ResourceType Services = new("", "v1", "Service", "services") { HasStatus = true, ShortNames = ["svc"] };
    public static readonly ResourceType ConfigMaps = new("", "v1", "ConfigMap", "configmaps") { ShortNames = ["cm"] };
    public static readonly ResourceType Events = new("", "v1", "Event", "events") { IsCreatedByPut = true, ShortNames = ["ev"] };
    public static readonly ResourceType Deployments = new("apps", "v1", "Deployment", "deployments") { HasStatus = true, HasScale = true, ShortNames = ["deploy"] };
    public static readonly ResourceType ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets") { HasStatus = true, HasScale = true, ShortNames = ["rs"] };
    public static readonly ResourceType StatefulSets = new("apps", "v1", "StatefulSet", "statefulsets") { HasStatus = true, HasScale = true, ShortNames = ["sts"] };
    public static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "Lease", "leases") { IsCreatedByPut = true, NeedsVersion = true };
    public static readonly ResourceType EndpointSlices = new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
    public static readonly ResourceType PriorityClasses = new("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses") { IsNamespaced = false, ShortNames = ["pc"] };
    public static readonly ResourceType LeaderWorkerSets = new("leaderworkerset.x-k8s.io", "v1", "LeaderWorkerSet", "leaderworkersets")
    {
        HasStatus = true, HasScale = true, IsCustom = true, ScaleSelector = "status.hpaPodSelector", ShortNames = ["lws"],
    };

    public static IReadOnlyList<ResourceType> All { get; } =
        [Namespaces, Nodes, Pods, Services, ConfigMaps, Events, Deployments, ReplicaSets, StatefulSets, Leases, EndpointSlices, PriorityClasses, LeaderWorkerSets];
}
