using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>A planning problem as a file: what stands, what can be had, what must be carried. <see cref="ProblemRules"/> says what is wrong with one.</summary>
public sealed record ProblemDocument
{
    /// <summary>Hours that the plan is for; running costs and budgets are told per hour.</summary>
    [Within(0, 8760, AboveLow = true)]
    public double IntervalHours { get; init; } = 1;

    /// <summary>Share of its own demand that each region with pools of the model must carry itself (the paper's epsilon).</summary>
    [Within(0, 1)]
    public double LocalShare { get; init; } = 0.8;

    /// <summary>Regions besides its own, nearest first, that may carry a region's demand.</summary>
    [Within(0, 1000)]
    public int NearestRegions { get; init; } = 3;

    /// <summary>Price of letting all demand travel with a round trip of one second, as a share of its cheapest price in replicas; small, so that nearer is better where all else is equal.</summary>
    [Within(0, 1)]
    public double RelayCost { get; init; } = 0.01;

    /// <summary>Largest share of a model's capacity, all regions together, that may be spot.</summary>
    [Within(0, 1)]
    public double SpotShare { get; init; } = 1;

    /// <summary>Share of spot capacity that is not counted on.</summary>
    [Within(0, 1, BelowHigh = true)]
    public double SpotRisk { get; init; }

    /// <summary>Hardware and its price.</summary>
    public ImmutableArray<ProblemAccelerator> Accelerators { get; init; } = [];

    /// <summary>Places, what they hold, and how far they are.</summary>
    public ImmutableArray<ProblemRegion> Regions { get; init; } = [];

    /// <summary>What can be started and stopped.</summary>
    public ImmutableArray<ProblemPool> Pools { get; init; } = [];

    /// <summary>Engines that share GPUs, one awake at a time.</summary>
    public ImmutableArray<ProblemGroup> Groups { get; init; } = [];

    /// <summary>What must be carried.</summary>
    public ImmutableArray<ProblemDemand> Demands { get; init; } = [];

    /// <summary>GPUs that the cloud grants.</summary>
    public ImmutableArray<ProblemCap> Quotas { get; init; } = [];

    /// <summary>GPUs or money that may be used.</summary>
    public ImmutableArray<ProblemCap> Budgets { get; init; } = [];
}
