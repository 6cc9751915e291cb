namespace SageServe.Routing;

/// <summary>The first record of a flow in a decision log: with the catalog it is all that a replay needs to open the same flow.</summary>
public sealed record FlowHeader(ModelId Model, RegionId Home, ModelFlowOptions Options);
