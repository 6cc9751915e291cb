namespace SageServe.Planning;

/// <summary>One kind of hardware in a region.</summary>
/// <param name="Accelerator">The hardware.</param>
public sealed record ProblemCapacity(AcceleratorId Accelerator)
{
    /// <summary>Only what is paid for so; null: both together.</summary>
    public CapacityType? CapacityType { get; init; }

    /// <summary>Replicas and units of groups that fit, all models together; null: no limit is known.</summary>
    public int? Replicas { get; init; }

    /// <summary>A net new machine costs its on-demand price for this long on top (the paper's alpha).</summary>
    public double AcquireMinutes { get; init; }

    /// <summary>Minutes that a start is spared which takes over the GPUs of a replica stopped here (a swap of models); at most the shortest start of what stands here.</summary>
    public double SwapSavesMinutes { get; init; }
}
