using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Where demand may be carried.</summary>
internal static class FlowRoutes
{
    /// <summary>Price of a round trip of one second as a share of the cheapest price in replicas: small, so that nearer is better where all else is equal.</summary>
    public const double RelayShare = 0.01;

    /// <param name="home">Where it enters.</param>
    /// <param name="regions">Those with pools that serve it.</param>
    /// <param name="nearest">How many besides home may carry it.</param>
    /// <param name="roundTripSeconds">From home.</param>
    /// <param name="usdPerSecond">Price of a prompt token per second over the interval with a round trip of one second.</param>
    /// <returns>Home first where it has pools, then the nearest; those equally near by name.</returns>
    public static ImmutableArray<FlowRoute> Of(
        RegionId home, IEnumerable<RegionId> regions, int nearest, Func<RegionId, double> roundTripSeconds, double usdPerSecond)
    {
        var all = regions.OrderBy(r => r == home ? 0 : 1).ThenBy(roundTripSeconds).ThenBy(r => r).ToList();
        return [.. all.Take(nearest + (all.Contains(home) ? 1 : 0)).Select(r => new FlowRoute(r, r == home ? 0 : roundTripSeconds(r) * usdPerSecond))];
    }
}
