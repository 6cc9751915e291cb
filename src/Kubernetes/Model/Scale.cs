namespace SageServe.Kubernetes;

/// <summary>The scale subresource of a Deployment, StatefulSet or LeaderWorkerSet.</summary>
public sealed record Scale : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public ScaleSpec Spec { get; init; } = new();

    public ScaleStatus Status { get; init; } = new();
}
