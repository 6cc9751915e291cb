using System.ComponentModel;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>What of a backtest can be changed by a dotted path, as of a scenario; the load comes from the record.</summary>
internal sealed record BacktestDocument
{
    [Description("How capacity is planned.")]
    public PlanningOptions Planning { get; init; } = new();

    [Description("How requests are routed and held.")]
    public ModelFlowOptions Routing { get; init; } = new();

    [Description("How patient work is released.")]
    public ReleaseOptions Release { get; init; } = new();

    [Description("Network, machines, telemetry, clients and faults around the product.")]
    public WorldOptions World { get; init; } = new();

    [Description("Periods of the shells; slower by default than a live gateway's, because a record is days long.")]
    public IntervalSection Intervals { get; init; } = new() { Scrape = TimeSpan.FromSeconds(2), Release = TimeSpan.FromSeconds(2), Progress = TimeSpan.FromSeconds(2) };
}
