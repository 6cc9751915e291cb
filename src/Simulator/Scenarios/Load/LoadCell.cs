namespace SageServe.Simulator;

/// <summary>One kind of request within a source.</summary>
/// <param name="Later">How much later this region's day begins.</param>
/// <param name="Streaming">Share that streams.</param>
internal sealed record LoadCell(ModelId Model, RegionId Region, ServiceTier Tier, double Share, TimeSpan Later, double Streaming);
