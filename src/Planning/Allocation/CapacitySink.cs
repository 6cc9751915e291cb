namespace SageServe.Planning;

/// <summary>Pools of one model in one region that serve the same tiers: what flows end in.</summary>
/// <param name="Model">The model.</param>
/// <param name="Region">The region.</param>
/// <param name="Serves">Whom they serve.</param>
/// <param name="Pools">Their indices.</param>
internal sealed record CapacitySink(ModelId Model, RegionId Region, TierSet Serves, int[] Pools);
