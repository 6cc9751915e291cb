namespace SageServe.Planning;

/// <summary>How much of a model's capacity may be spot, so that losing all of it at once leaves the rest.</summary>
/// <param name="Model">The model.</param>
/// <param name="Region">The pools of this region together; null: of all regions together.</param>
/// <param name="MostShare">0..1 of the capacity that is counted on.</param>
internal sealed record SpotLimit(ModelId Model, RegionId? Region, double MostShare)
{
    public bool Holds(AllocationPool pool) => pool.Id.Model == Model && (Region is null || pool.Id.Region == Region);

    public override string ToString() => Region is { } region ? $"{Model}@{region}" : $"{Model} in all regions";
}
