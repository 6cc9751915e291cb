namespace SageServe.Kubernetes;

public sealed record Pod : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public PodSpec Spec { get; init; } = new();

    public PodStatus Status { get; init; } = new();

    public bool IsReady => Condition("Ready") is { Status: "True" };

    /// <summary>Null where it is not told.</summary>
    public PodCondition? Condition(string type) => Status.Conditions?.FirstOrDefault(c => c.Type == type);
}
