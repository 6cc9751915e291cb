namespace SageServe.Shared;

/// <summary>Replicas of a pool now and as the plan wants them.</summary>
public sealed record PoolTarget(PoolId Pool, int Current, int Target);
