using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>One sum of a <see cref="PlanCourse"/>, prompt tokens per second, one figure a step.</summary>
/// <param name="Region">Where it enters; null: everywhere.</param>
/// <param name="Tiers">Whose load it is.</param>
/// <param name="Load">Planned for.</param>
/// <param name="Median">The interactive part's median alone.</param>
public sealed record PlanCurve(RegionId? Region, ImmutableArray<ServiceTier> Tiers, ImmutableArray<double> Load, ImmutableArray<double> Median);
