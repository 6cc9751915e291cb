using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Periods of the shells, request time.</summary>
public sealed record IntervalSection
{
    [Description("Between two readings of the engines' metrics.")]
    public TimeSpan Scrape { get; init; } = TimeSpan.FromMilliseconds(500);

    [Description("Between two looks at the deferred queue.")]
    public TimeSpan Release { get; init; } = TimeSpan.FromMilliseconds(500);

    [Description("Between two looks of a gateway at how far its streams are; first tokens and ends are told at once.")]
    public TimeSpan Progress { get; init; } = TimeSpan.FromSeconds(1);

    [Description("Between two words of a region's gateways about their prefills, where it has several; 0 for none.")]
    public TimeSpan Siblings { get; init; } = TimeSpan.FromMilliseconds(100);

    [Description("How long after the end arrivals may take to finish before they count as pending.")]
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(30);
}
