using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <param name="Uncached">Prompt tokens of each request that were prefilled; fewer than the prompt where the prefix cache must have hit.</param>
/// <param name="Replayed">The fitted engine's times.</param>
public sealed record FittedRun(ImmutableArray<int> Uncached, ImmutableArray<ReplayedRequest> Replayed);
