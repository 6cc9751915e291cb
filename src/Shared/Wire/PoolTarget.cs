namespace SageServe.Shared;

/// <summary>Replicas of a pool now and as the plan wants them.</summary>
public sealed record PoolTarget(PoolId Pool, int Current, int Target)
{
    /// <summary>Seconds from the order of a replica to its serving that the plan reckons with: the 90 % quantile measured; null while the catalog's cold start counts.</summary>
    public double? ReadySeconds { get; init; }
}
