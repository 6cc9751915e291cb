namespace SageServe.Kubernetes;

public sealed record ContainerStatus(string Name = "", int RestartCount = 0, ContainerState? State = null);
