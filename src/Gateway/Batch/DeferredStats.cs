namespace SageServe.Gateway;

/// <summary>How one lane stands.</summary>
/// <param name="Waiting">Items that may be leased now.</param>
/// <param name="Leased">Items that somebody runs, or that wait out a retry delay.</param>
/// <param name="OldestEnqueuedAt">Of the waiting items; null when none waits.</param>
/// <param name="EarliestDeadline">Of the waiting items; null when none waits.</param>
/// <param name="EarliestWorkSeconds">Replica seconds of the item with the earliest deadline.</param>
/// <param name="LeasesLost">Leases that ran out since the lane was made: their holder died or hung.</param>
public sealed record DeferredStats(
    long Waiting,
    long Leased,
    Instant? OldestEnqueuedAt,
    Instant? EarliestDeadline,
    double EarliestWorkSeconds,
    long LeasesLost)
{
    public static readonly DeferredStats Empty = new(0, 0, null, null, 0, 0);
}
