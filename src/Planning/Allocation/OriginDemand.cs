using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Demand where it enters, and where it may be carried: which region carries how much of it is for the program to say.</summary>
/// <param name="Model">The model.</param>
/// <param name="Region">Where it enters.</param>
/// <param name="Required">Prompt tokens per second.</param>
/// <param name="LocalShare">Share of it that its own region must carry (the paper's epsilon).</param>
/// <param name="Routes">Regions that may carry it, its own among them, nearest first.</param>
internal sealed record OriginDemand(ModelId Model, RegionId Region, double Required, double LocalShare, ImmutableArray<FlowRoute> Routes)
{
    /// <summary>The tiers whose demand it is.</summary>
    public TierSet Tiers { get; init; } = TierSet.All;

    public override string ToString() => $"{Model}@{Region}" + (Tiers == TierSet.All ? "" : $" ({Tiers})");
}
