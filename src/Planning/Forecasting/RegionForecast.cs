using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Region">Where the load enters.</param>
/// <param name="Load">Prompt tokens per second to plan for, one figure per step: interactive, patient share and margin.</param>
/// <param name="Interactive">The interactive part's median, one figure per step: what observed demand is compared with.</param>
internal sealed record RegionForecast(RegionId Region, ImmutableArray<double> Load, ImmutableArray<double> Interactive);
