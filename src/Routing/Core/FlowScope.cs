namespace SageServe.Routing;

/// <summary>What never changes in the life of a flow.</summary>
internal sealed record FlowScope(ModelId Model, RegionId Home, ServingCatalog Catalog, ModelFlowOptions Options);
