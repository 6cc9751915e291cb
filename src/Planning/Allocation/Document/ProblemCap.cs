namespace SageServe.Planning;

/// <summary>A quota or a budget: at most so many GPUs, or so much money, in a scope.</summary>
public sealed record ProblemCap
{
    /// <summary>Only in this region; null: everywhere.</summary>
    public RegionId? Region { get; init; }

    /// <summary>Only this hardware; null: all.</summary>
    public AcceleratorId? Accelerator { get; init; }

    /// <summary>Only what is paid for so; null: both.</summary>
    public CapacityType? CapacityType { get; init; }

    /// <summary>Only pools of this model, groups left out; null: all.</summary>
    public ModelId? Model { get; init; }

    /// <summary>GPUs; null: not limited here.</summary>
    public double? Gpus { get; init; }

    /// <summary>Of what runs, in a budget; null: not limited here.</summary>
    public double? UsdPerHour { get; init; }
}
