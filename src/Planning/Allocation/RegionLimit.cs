namespace SageServe.Planning;

/// <summary>One kind of hardware in one region, all models together.</summary>
/// <param name="Region">The region.</param>
/// <param name="Accelerator">The hardware.</param>
/// <param name="Replicas">Most replicas that can be had; null: no limit is known.</param>
/// <param name="AcquireUsd">A net new machine (the paper's alpha).</param>
internal sealed record RegionLimit(RegionId Region, AcceleratorId Accelerator, int? Replicas, double AcquireUsd)
{
    public bool Holds(AllocationPool pool) => pool.Id.Region == Region && pool.Id.Accelerator == Accelerator;

    public override string ToString() => $"{Region}/{Accelerator}";
}
