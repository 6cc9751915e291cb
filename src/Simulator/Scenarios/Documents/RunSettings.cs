using System.ComponentModel;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>What a run may set of the product and of the world around it, whatever its load comes from.</summary>
public abstract record RunSettings
{
    [Description("How capacity is planned; strategy static keeps the first fleet.")]
    public PlanningOptions Planning { get; init; } = new();

    [Description("How requests are routed and held.")]
    public ModelFlowOptions Routing { get; init; } = new();

    [Description("How patient work is released.")]
    public ReleaseOptions Release { get; init; } = new();

    [Description("Network, machines, telemetry, clients and faults around the product.")]
    public WorldOptions World { get; init; } = new();

    [Description("Periods of the shells.")]
    public IntervalSection Intervals { get; init; } = new();

    /// <summary>A load with these settings around it.</summary>
    internal SimulationScenario Around(SimulationScenario load) => load with
    {
        Planning = Planning,
        Routing = Routing,
        Release = Release,
        World = World,
        ScrapeInterval = Intervals.Scrape,
        SiblingInterval = Intervals.Siblings,
        ReleaseInterval = Intervals.Release,
        ProgressInterval = Intervals.Progress,
        DrainLimit = Intervals.DrainLimit,
    };
}
