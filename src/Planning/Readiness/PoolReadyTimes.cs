using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>How long a pool's replicas took from the order to serving, kept over a restart.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Seconds">The newest times, oldest first, envelope time.</param>
public sealed record PoolReadyTimes(PoolId Pool, ImmutableArray<double> Seconds);
