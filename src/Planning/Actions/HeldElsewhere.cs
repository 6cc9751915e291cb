namespace SageServe.Planning;

/// <summary>What a pool that this scaler does not move is taken to hold.</summary>
internal readonly record struct HeldElsewhere(PoolId Pool, int Replicas);
