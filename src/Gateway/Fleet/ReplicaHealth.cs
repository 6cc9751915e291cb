namespace SageServe.Gateway;

/// <summary>What the gateway knows of one replica from its metrics.</summary>
/// <param name="Last">The last good reading; null before the first.</param>
/// <param name="Refused">The last try found nobody listening.</param>
/// <param name="ReadySince">When it began to answer; the least when it did already as this gateway started.</param>
/// <param name="LookedAt">When it was read or found gone.</param>
/// <param name="FirstHand">By this gateway itself; else another of the region told.</param>
internal sealed record ReplicaHealth(ReplicaReading? Last, bool Refused, Instant ReadySince, Instant LookedAt, bool FirstHand)
{
    /// <summary>The last reading that showed it doing something.</summary>
    public Instant MovedAt { get; init; } = Instant.Min;
}
