using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Answer of <c>GET /admin/demand</c>: per model, what came and what was expected, in prompt tokens per second.</summary>
/// <param name="StepSeconds">Distance of the points, planning clock.</param>
/// <param name="Models">Sorted by model.</param>
internal sealed record DemandDocument(double StepSeconds, ImmutableArray<ModelDemand> Models);
