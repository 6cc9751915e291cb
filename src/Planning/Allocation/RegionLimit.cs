namespace SageServe.Planning;

/// <summary>One kind of hardware in one region, all models together.</summary>
/// <param name="Region">The region.</param>
/// <param name="Accelerator">The hardware.</param>
/// <param name="Replicas">Most replicas that can be had; null: no limit is known.</param>
/// <param name="AcquireUsd">A net new machine (the paper's alpha).</param>
internal sealed record RegionLimit(RegionId Region, AcceleratorId Accelerator, int? Replicas, double AcquireUsd)
{
    /// <summary>Only what is paid for so; null: both.</summary>
    public CapacityType? CapacityType { get; init; }

    /// <summary>
    /// What a start saves that takes over the GPUs of a replica stopped here: it loads its weights and is spared the rest. At most the
    /// smallest start price of what stands here; starts beyond the stops save nothing.
    /// </summary>
    public double SwapSavesUsd { get; init; }

    /// <summary>Replicas added less removed by what stands in no pool of this problem (a part of a larger one).</summary>
    public int AddedElsewhere { get; init; }

    public bool Holds(AllocationPool pool) => pool.Group is null && Holds(pool.Id.Region, pool.Id.Accelerator, pool.Id.CapacityType);

    public bool Holds(RegionId region, AcceleratorId accelerator, CapacityType type) =>
        region == Region && accelerator == Accelerator && (CapacityType ?? type) == type;

    public override string ToString() => $"{Region}/{Accelerator}" + (CapacityType is { } type ? $"/{type}" : "");
}
