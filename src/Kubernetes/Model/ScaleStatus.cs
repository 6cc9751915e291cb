namespace SageServe.Kubernetes;

/// <param name="Replicas">Replicas that exist.</param>
/// <param name="Selector">Label selector of their pods.</param>
public sealed record ScaleStatus(int Replicas = 0, string? Selector = null);
