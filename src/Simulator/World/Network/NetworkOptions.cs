using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// How long messages travel, request time. By default a message between regions takes half the catalog's round trip, always, and the
/// way between client and gateway is not counted: the trace tells when requests reach the gateway.
/// </summary>
public sealed record NetworkOptions
{
    /// <summary>
    /// Round trip within a region, measured: median 3 ms, 90 % 22 ms (read off the reference system's published distributions).
    /// </summary>
    public static readonly DurationSpread SameRegion = DurationSpread.Of(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(22));

    /// <summary>Links whose round trips are drawn, one draw a message. A link that is missing here follows <see cref="P90OverP50"/>.</summary>
    public ImmutableArray<LinkSpread> Links { get; init; } = [];

    /// <summary>For other links: 90 % quantile over median, the median being the catalog's round trip. 1 draws nothing.</summary>
    public double P90OverP50 { get; init; } = 1;

    /// <summary>Round trip between a client and the gateway of its region; null leaves that way out. See <see cref="SameRegion"/>.</summary>
    public DurationSpread? Client { get; init; }

    /// <summary>
    /// True: TTFT and E2E are what the client sees, one round trip to its gateway included. False: what the gateway sees, from the
    /// request's arrival there to the token's leaving; <see cref="Client"/> is then not drawn.
    /// </summary>
    public bool CountClient { get; init; }

    /// <summary>The links of the United States as measured between three Azure regions: medians 31, 43 and 69 to 72 ms.</summary>
    public static ImmutableArray<LinkSpread> UnitedStates(RegionId east, RegionId central, RegionId west) =>
    [
        LinkSpread.Of(east, central, 31, 68),
        LinkSpread.Of(west, central, 43, 73),
        LinkSpread.Of(east, west, 69, 265),
        LinkSpread.Of(west, east, 72, 139),
    ];
}
