namespace SageServe.Kubernetes;

public sealed record Pod : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public PodSpec Spec { get; init; } = new();

    public PodStatus Status { get; init; } = new();

    public bool IsReady => Condition("Ready") is { Status: "True" };

    /// <summary>GPUs that its containers have.</summary>
    public int Gpus => (Spec.Containers ?? []).Sum(c => c.Resources?.Gpus ?? 0);

    /// <summary>Null where it is not told.</summary>
    public PodCondition? Condition(string type) => Status.Conditions?.FirstOrDefault(c => c.Type == type);
}
