namespace SageServe.Cli;

/// <summary>Replicas of one pool that are ready before the load starts.</summary>
internal sealed record InitialReplicas(PoolId Pool, int Count);
