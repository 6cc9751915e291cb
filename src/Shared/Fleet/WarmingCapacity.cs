namespace SageServe.Shared;

/// <summary>Replicas that are starting, and when they are expected to serve.</summary>
public sealed record WarmingCapacity(DeploymentId Deployment, int Replicas, Instant ReadyAt);
