namespace SageServe.Routing;

/// <summary>When a replica that does worse than its peers gets nothing for a while (outlier ejection).</summary>
public sealed record OutlierOptions
{
    /// <summary>Share of the ready replicas that may be ejected at once, rounded down; 0 turns ejection off, and it is never all of them.</summary>
    public double MaxEjectedShare { get; init; } = 0.34;

    /// <summary>Replicas with enough samples before any is compared.</summary>
    public int MinReplicas { get; init; } = 3;

    /// <summary>Attempts, or first tokens, of one replica within <see cref="Window"/> before it is compared.</summary>
    public int MinSamples { get; init; } = 5;

    /// <summary>Failed attempts of one replica within <see cref="Window"/> before their share is compared.</summary>
    public int MinFailures { get; init; } = 3;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Ejected when its first tokens take this many times as long as they do at the median, each against what its profile predicts.</summary>
    public double LatencyFactor { get; init; } = 3;

    /// <summary>Ejected when its share of failed attempts is this much above the median's.</summary>
    public double ErrorExcess { get; init; } = 0.2;

    /// <summary>For this long the first time, twice as long the second time in a row and so on, up to ten times.</summary>
    public TimeSpan EjectFor { get; init; } = TimeSpan.FromSeconds(30);
}
