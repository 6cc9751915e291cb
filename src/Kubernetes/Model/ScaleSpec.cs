namespace SageServe.Kubernetes;

/// <param name="Replicas">Replicas wanted; the server leaves 0 out.</param>
public sealed record ScaleSpec(int Replicas = 0);
