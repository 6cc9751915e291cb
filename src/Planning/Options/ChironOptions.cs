namespace SageServe.Planning;

/// <summary>
/// <c>chiron</c> as the paper's authors re-implemented it (SAGESERVE section 12). Pools and their shares are the catalog's
/// (<see cref="PoolSpec.Tiers"/>); the router's 0.70 is routing's <c>OverflowThreshold</c>.
/// </summary>
public sealed record ChironOptions
{
    /// <summary>Between two looks at a pool (the re-implementation looks at each arrival).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two moves of the same pool; the re-implementation waits not at all.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Busy share of the interactive and mixed replicas above which one starts.</summary>
    [Within(0, 1)]
    public double OutAbove { get; init; } = 0.6;

    /// <summary>Busy share below which one stops; the re-implementation has no dead band, so it equals <see cref="OutAbove"/>.</summary>
    [Within(0, 1)]
    public double InBelow { get; init; } = 0.6;

    /// <summary>KV utilisation of the interactive pools above which the mixed pool is in use and grows too.</summary>
    [Within(0, 1)]
    public double MixedAbove { get; init; } = 0.70;

    /// <summary>Seconds that a waiting patient request is taken to cost before its first token.</summary>
    [Within(0)]
    public double PromptSeconds { get; init; } = 10;

    /// <summary>Output tokens per second that a batch replica is taken to produce.</summary>
    [Within(0, AboveLow = true)]
    public double DecodeTokensPerSecond { get; init; } = 100;
}
