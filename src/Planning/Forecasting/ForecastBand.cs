using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What one load is expected to do: its course with a band, the planning window's mean and peak, and how that came about.</summary>
/// <param name="Method">What answered: one method, or the mixture's largest parts.</param>
/// <param name="Reason">Short code: backtest, short-history, no-history or loses-to-last-value.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Score">How it did lately; null where history is too short to tell.</param>
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

    /// <summary>Of each of the points; empty where they are the truth.</summary>
    public ImmutableArray<ForecastQuantiles> Quantiles { get; init; } = [];

    /// <summary>The planning window at each lead, shortest first; empty where only the course was asked for.</summary>
    public ImmutableArray<WindowForecast> Windows { get; init; } = [];

    /// <summary>True while the last value would have done better: a plan should not be made from this.</summary>
    public bool Loses => Score is { Loses: true };
}
