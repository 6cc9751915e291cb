namespace SageServe.Routing;

/// <summary>When a replica that does worse than its peers gets nothing for a while (outlier ejection).</summary>
public sealed record OutlierOptions
{
    /// <summary>Share of the ready replicas that may be ejected at once, rounded down; 0 turns ejection off, and it is never all of them.</summary>
    [Within(0, 0.5)]
    public double MaxEjectedShare { get; init; } = 0.34;

    /// <summary>Replicas with enough samples before any is compared.</summary>
    [Within(2)]
    public int MinReplicas { get; init; } = 3;

    /// <summary>Attempts, or first tokens, of one replica within <see cref="Window"/> before it is compared.</summary>
    [Within(1)]
    public int MinSamples { get; init; } = 5;

    /// <summary>Failed attempts of one replica within <see cref="Window"/> before their share is compared.</summary>
    [Within(1)]
    public int MinFailures { get; init; } = 3;

    /// <summary>Over which attempts and first tokens are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Ejected when its first tokens take this many times as long as they do at the median, each against what its profile predicts.</summary>
    [Within(1, AboveLow = true)]
    public double LatencyFactor { get; init; } = 3;

    /// <summary>Ejected when its share of failed attempts is this much above the median's.</summary>
    [Within(0, AboveLow = true)]
    public double ErrorExcess { get; init; } = 0.2;

    /// <summary>For this long the first time, twice as long the second time in a row and so on, up to ten times.</summary>
    public TimeSpan EjectFor { get; init; } = TimeSpan.FromSeconds(30);
}
