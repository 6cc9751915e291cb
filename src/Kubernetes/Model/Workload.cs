namespace SageServe.Kubernetes;

/// <summary>A Deployment, StatefulSet, LeaderWorkerSet, or another kind whose replicas are counted in the same places.</summary>
public sealed record Workload : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public WorkloadSpec Spec { get; init; } = new();

    public WorkloadStatus Status { get; init; } = new();

    /// <summary>The controller has yet to see what is wanted now.</summary>
    public bool IsUnobserved => Status.ObservedGeneration is { } seen && Metadata.Generation is { } wanted && seen < wanted;
}
