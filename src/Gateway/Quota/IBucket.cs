namespace SageServe.Gateway;

/// <summary>An allowance that comes back with time. Whole units; the level may be negative, which is a debt.</summary>
internal interface IBucket
{
    /// <summary>What it holds when full.</summary>
    long Limit { get; }

    long Level(Instant now);

    /// <summary>Takes or gives back, whatever the level: a settlement. Never above the limit.</summary>
    void Add(long units, Instant now);

    void SetLevel(long units, Instant now);

    /// <summary>Another limit; what is used stays used.</summary>
    void SetLimit(long limit, Instant now);

    /// <summary>How long until so many can be taken; null for never.</summary>
    TimeSpan? WaitFor(long units, Instant now);

    /// <summary>How long until it is full.</summary>
    TimeSpan ResetAfter(Instant now);
}
