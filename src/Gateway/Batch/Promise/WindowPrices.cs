using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What each completion window costs relative to the others; it decides which one an answer calls the cheapest.</summary>
internal sealed record WindowPrices
{
    /// <summary>Of 1h.</summary>
    [Range(0, 1e6)]
    public double OneHour { get; init; } = 1;

    /// <summary>Of 4h.</summary>
    [Range(0, 1e6)]
    public double FourHours { get; init; } = 0.7;

    /// <summary>Of 24h.</summary>
    [Range(0, 1e6)]
    public double OneDay { get; init; } = 0.5;

    /// <summary>The windows, the shortest first.</summary>
    public ImmutableArray<WindowPrice> All() =>
    [
        new("1h", TimeSpan.FromHours(1), OneHour),
        new("4h", TimeSpan.FromHours(4), FourHours),
        new("24h", TimeSpan.FromHours(24), OneDay),
    ];
}
