namespace SageServe.Planning;

/// <summary>What all machines of a scope together may be at most: a quota of GPUs, a budget in GPUs, or a budget in money.</summary>
/// <param name="Family">What it is called when it binds or gives way.</param>
/// <param name="Most">GPUs; for a budget in money USD over the interval, of what runs.</param>
internal sealed record AllocationCap(ConstraintFamily Family, double Most)
{
    /// <summary>Only machines of this region; null: of all.</summary>
    public RegionId? Region { get; init; }

    /// <summary>Only this hardware; null: all.</summary>
    public AcceleratorId? Accelerator { get; init; }

    /// <summary>Only what is paid for so; null: both.</summary>
    public CapacityType? CapacityType { get; init; }

    /// <summary>Only pools of this model; null: of all. Groups belong to no model.</summary>
    public ModelId? Model { get; init; }

    public bool IsMoney => Family == ConstraintFamily.MoneyBudget;

    public bool Holds(ModelId? model, RegionId region, AcceleratorId accelerator, CapacityType type) =>
        (Region ?? region) == region && (Accelerator ?? accelerator) == accelerator && (CapacityType ?? type) == type && (Model is null || Model == model);

    /// <summary>Its scope in words, <c>everywhere</c> where it has none.</summary>
    public override string ToString()
    {
        string?[] parts = [Model?.ToString(), Region?.ToString(), Accelerator?.ToString(), CapacityType?.ToString()];
        var told = string.Join("/", parts.Where(p => p is not null));
        return told.Length == 0 ? "everywhere" : told;
    }
}
