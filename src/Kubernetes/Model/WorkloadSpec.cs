namespace SageServe.Kubernetes;

/// <param name="Replicas">Replicas wanted; null where the kind counts them elsewhere.</param>
public sealed record WorkloadSpec(int? Replicas = null);
