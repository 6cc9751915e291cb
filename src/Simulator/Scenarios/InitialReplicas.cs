namespace SageServe.Simulator;

/// <summary>Replicas of a pool that serve from the start.</summary>
public sealed record InitialReplicas(PoolId Pool, int Count);
