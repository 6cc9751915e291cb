namespace SageServe.Shared;

/// <summary>Bounds that an operator sets for one pool.</summary>
public sealed record PoolSpec(PoolId Id, int MinReplicas, int MaxReplicas, int InitialReplicas);
