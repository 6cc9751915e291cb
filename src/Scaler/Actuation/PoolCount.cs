namespace SageServe.Scaler;

/// <summary>Replicas of one pool as the actuator sees them.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Ready">They serve and stay.</param>
/// <param name="Starting">Allocated, not ready.</param>
/// <param name="Draining">On their way out, told or about to be told.</param>
/// <param name="Age">Since the replicas were listed, request time.</param>
internal sealed record PoolCount(PoolId Pool, int Ready, int Starting, int Draining, TimeSpan Age)
{
    /// <summary>Wanted, and not to be expected: there is no machine for them. They are in none of the other counts.</summary>
    public int NotComing { get; init; }

    /// <summary>Of the starting ones those that wait for GPUs which a draining replica of another pool still holds.</summary>
    public int Swapping { get; init; }
}
