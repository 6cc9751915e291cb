namespace SageServe.Kubernetes;

public sealed record ContainerRunning(DateTimeOffset? StartedAt = null);
