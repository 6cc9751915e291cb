using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>How long engines of a co-resident group's member took to serve, or swaps of another pool; kept over a restart.</summary>
/// <param name="Pool">The member, or the pool.</param>
/// <param name="Kind">As in <see cref="WakeTime"/>; of a pool without a group <see cref="ScaleActionKind.SwapModel"/>.</param>
/// <param name="Seconds">The newest times, oldest first, envelope time.</param>
public sealed record PoolWakeTimes(PoolId Pool, ScaleActionKind Kind, ImmutableArray<double> Seconds);
