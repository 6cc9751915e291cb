using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What one series is expected to do: median with a 5 % and a 95 % quantile, and how that came about.</summary>
/// <param name="Method">The forecaster that won.</param>
/// <param name="Reason">Short code: backtest, short-history or no-history.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Score">Its backtest; null where history is too short for one.</param>
/// <param name="Points">The coming steps, first one right after the newest demand.</param>
internal sealed record ForecastBand(
    string Method,
    string Reason,
    string Detail,
    ForecastScore? Score,
    ImmutableArray<ForecastPoint> Points)
{
    /// <summary>The forecast of no series at all.</summary>
    public static readonly ForecastBand Nothing = new("none", "no-history", "No demand was seen yet; nothing is forecast.", null, []);
}
