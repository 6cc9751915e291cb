namespace SageServe.Kubernetes;

public sealed record EventSource(string? Component = null);
