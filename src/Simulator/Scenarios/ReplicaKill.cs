namespace SageServe.Simulator;

/// <summary>At this moment (request time) the first ready replica of the pool is gone, with all that runs on it.</summary>
public sealed record ReplicaKill(Instant At, PoolId Pool);
