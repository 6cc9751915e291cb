namespace SageServe.Cli;

/// <summary>Replicas of a pool as the last tick saw them.</summary>
internal sealed record ScalerPool(PoolId Pool, int Ready, int Starting, int Draining);
