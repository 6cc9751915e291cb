namespace SageServe.Simulator;

/// <summary>Round trips of one link. It counts for both directions unless the other one stands in the list too.</summary>
public sealed record LinkSpread
{
    public required RegionId From { get; init; }

    public required RegionId To { get; init; }

    /// <summary>Median round trip.</summary>
    public required TimeSpan P50 { get; init; }

    public TimeSpan P90 { get; init; }

    public static LinkSpread Of(RegionId from, RegionId to, double p50Milliseconds, double p90Milliseconds) => new()
    {
        From = from,
        To = to,
        P50 = TimeSpan.FromMilliseconds(p50Milliseconds),
        P90 = TimeSpan.FromMilliseconds(p90Milliseconds),
    };
}
