using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Demand where it enters, in one of three ways: a rate, quantiles of a forecast of which one is planned for (fast tiers high), or a
/// backlog with deadlines (patient work), of which the least even rate is planned for that meets them all. Several add up.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Region">Where it enters.</param>
public sealed record ProblemDemand(ModelId Model, RegionId Region)
{
    /// <summary>Whose demand it is; empty: all tiers together.</summary>
    public ImmutableArray<ServiceTier> Tiers { get; init; } = [];

    /// <summary>Prompt tokens per second.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>A forecast; straight lines between its quantiles.</summary>
    public ImmutableArray<ProblemQuantile> Quantiles { get; init; } = [];

    /// <summary>The quantile that is planned for.</summary>
    [Within(0, 1)]
    public double Quantile { get; init; } = 0.95;

    /// <summary>Work that waits.</summary>
    public ImmutableArray<ProblemBacklog> Backlog { get; init; } = [];

    /// <summary>Share that its own region must carry; null: as the problem says.</summary>
    public double? LocalShare { get; init; }

    /// <summary>What is planned for, prompt tokens per second.</summary>
    internal double Required => TokensPerSecond + QuantileLine.At(Quantiles, Quantile) + DeadlineRate.Of(Backlog);
}
