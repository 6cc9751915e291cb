using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Periods of the shells, request time.</summary>
public sealed record IntervalSection
{
    [Description("Between two readings of the engines' metrics.")]
    public TimeSpan Scrape { get; init; } = TimeSpan.FromMilliseconds(500);

    [Description("Between two looks at the deferred queue.")]
    public TimeSpan Release { get; init; } = TimeSpan.FromMilliseconds(500);

    [Description("Shortest time between two progress reports of one stream.")]
    public TimeSpan Progress { get; init; } = TimeSpan.FromMilliseconds(100);

    [Description("How long after the end arrivals may take to finish before they count as pending.")]
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(30);
}
