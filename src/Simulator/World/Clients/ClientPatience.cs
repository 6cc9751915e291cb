namespace SageServe.Simulator;

/// <summary>How long clients of a tier wait for their first token, over all tries, before they go away.</summary>
public sealed record ClientPatience
{
    public required ServiceTier Tier { get; init; }

    /// <summary>Median.</summary>
    public required TimeSpan P50 { get; init; }

    public TimeSpan P90 { get; init; }
}
