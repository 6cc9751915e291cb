namespace SageServe.Simulator;

/// <summary>One fault at a known time; envelope time.</summary>
public sealed record ScheduledFault
{
    public required FaultKind Kind { get; init; }

    /// <summary>From the start of the run.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>How long it lasts; crashes and spot waves are over at once.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Where; null is everywhere. A partition needs it.</summary>
    public RegionId? Region { get; init; }

    /// <summary>A partition's other side; null cuts the region off from all others.</summary>
    public RegionId? Other { get; init; }

    /// <summary>Crashes and slow-downs: of this model only; null is any.</summary>
    public ModelId? Model { get; init; }

    /// <summary>Crashes and slow-downs: that many ready replicas of each region. Gateway crashes: that many gateways.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Slow-downs: steps take this many times as long. Spot waves and start failures: the chance of each replica.</summary>
    public double Factor { get; init; } = 1;
}
