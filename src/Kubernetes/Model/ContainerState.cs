namespace SageServe.Kubernetes;

/// <param name="Running">Null while it waits or has ended.</param>
public sealed record ContainerState(ContainerRunning? Running = null);
