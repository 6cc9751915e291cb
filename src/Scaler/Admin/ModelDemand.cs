using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Demand of one model, all regions and tiers together.</summary>
internal sealed record ModelDemand(ModelId Model, ImmutableArray<DemandPoint> Points);
