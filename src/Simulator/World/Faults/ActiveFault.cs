namespace SageServe.Simulator;

/// <summary>A fault that has begun, and when it ends (envelope time).</summary>
internal sealed record ActiveFault(ScheduledFault Fault, Instant From, Instant Until)
{
    /// <summary>It concerns this region.</summary>
    public bool Hits(RegionId region) => Fault.Region is null || Fault.Region == region;

    /// <summary>It cuts the way between these two.</summary>
    public bool Cuts(RegionId a, RegionId b) => Fault.Kind == FaultKind.RegionPartition
        && (Fault.Region == a && (Fault.Other is null || Fault.Other == b) || Fault.Region == b && (Fault.Other is null || Fault.Other == a));
}
