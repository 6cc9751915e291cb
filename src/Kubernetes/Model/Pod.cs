namespace SageServe.Kubernetes;

public sealed record Pod : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public PodSpec Spec { get; init; } = new();

    public PodStatus Status { get; init; } = new();

    public bool IsReady => Status.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) ?? false;
}
