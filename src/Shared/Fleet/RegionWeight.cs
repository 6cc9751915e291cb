namespace SageServe.Shared;

/// <summary>Share of a model's overflow from one region that should go to another, 0..1.</summary>
public sealed record RegionWeight(ModelId Model, RegionId From, RegionId To, double Weight);
