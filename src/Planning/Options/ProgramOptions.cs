namespace SageServe.Planning;

/// <summary>What the integer program keeps to besides demand and what regions hold.</summary>
public sealed record ProgramOptions
{
    /// <summary>Regions besides its own, nearest first, that the plan lets carry a region's demand.</summary>
    [Within(0, 1000)]
    public int NearestRegions { get; init; } = 3;

    /// <summary>Largest share of a model's capacity, all regions together, that may be spot; 1 sets no limit.</summary>
    [Within(0, 1)]
    public double SpotShare { get; init; } = 1;

    /// <summary>Share of spot capacity that is not counted on, because the cloud may take it back.</summary>
    [Within(0, 1, BelowHigh = true)]
    public double SpotRisk { get; init; }

    /// <summary>GPUs that all pools together may use; null sets no limit. Demand gives way to it.</summary>
    [Within(0)]
    public int? GpuBudget { get; init; }

    /// <summary>USD per hour that all that runs may cost; null sets no limit. Demand gives way to it.</summary>
    [Within(0)]
    public double? UsdPerHourBudget { get; init; }

    /// <summary>What a start is spared that takes over the GPUs of a replica stopped in its region; at most the shortest cold start there. Zero: every start is a full one.</summary>
    public TimeSpan SwapSaves { get; init; }
}
