namespace SageServe.Planning;

/// <summary>Demand of a model, prompt tokens per second at its peak in the planning window.</summary>
/// <param name="Model">The model.</param>
/// <param name="Region">Where it enters; null: all regions together at one moment.</param>
/// <param name="Required">What the pools of that region (or of all) must carry; local share already applied.</param>
internal sealed record RegionDemand(ModelId Model, RegionId? Region, double Required)
{
    /// <summary>The tiers whose demand it is.</summary>
    public TierSet Tiers { get; init; } = TierSet.All;

    public bool IsServedBy(AllocationPool pool) => pool.Id.Model == Model && (Region is null || pool.Id.Region == Region) && pool.Serves.Overlaps(Tiers);

    public override string ToString() =>
        (Region is { } region ? $"{Model}@{region}" : $"{Model} in all regions") + (Tiers == TierSet.All ? "" : $" ({Tiers})");
}
