using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>A forecast of what interactive work leaves idle, in bins of equal length; what lies beyond it is taken to be like its last bin.</summary>
/// <param name="Start">Of the first bin, request time.</param>
/// <param name="Bin">Length of each, above zero.</param>
/// <param name="IdleReplicas">Replicas' worth of time that stays idle in each bin, from 0 to the ready replicas.</param>
public sealed record ReleaseHeadroom(Instant Start, TimeSpan Bin, ImmutableArray<double> IdleReplicas);
