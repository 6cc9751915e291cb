using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>
/// Bounds that an operator sets for one pool, and whom it serves. Pools of one model, region and hardware that serve different tiers
/// differ by <see cref="PoolId.Revision"/> (for example <c>interactive</c>, <c>mixed</c>, <c>batch</c>).
/// </summary>
/// <param name="Id">The pool.</param>
/// <param name="MinReplicas">Replicas that are always there.</param>
/// <param name="MaxReplicas">Replicas that are never exceeded.</param>
/// <param name="InitialReplicas">Replicas with which a new installation starts.</param>
public sealed record PoolSpec(PoolId Id, int MinReplicas, int MaxReplicas, int InitialReplicas)
{
    /// <summary>Tiers that the pool is kept for; empty: all of them (a unified pool).</summary>
    public ImmutableArray<ServiceTier> Tiers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// True: requests of other pools' tiers come here while their own pools are above the overflow threshold. A pool without
    /// <see cref="Tiers"/> that takes overflow gets nothing else (Chiron's mixed pool).
    /// </summary>
    public bool TakesOverflow { get; init; }

    /// <summary>
    /// True when its engines schedule by priority (vLLM's <c>--scheduling-policy priority</c>), false when they do not and would refuse the
    /// field; null: as the gateway's option <c>Forwarding:EnginePriority</c> says.
    /// </summary>
    public bool? SchedulesByPriority { get; init; }

    /// <summary>Name of the co-resident group (<see cref="GroupSpec"/>) whose GPUs it shares; null: it has its own.</summary>
    public string? Group { get; init; }

    /// <summary>True when the tier's requests come here before they go elsewhere.</summary>
    public bool IsOwnOf(ServiceTier tier) => Tiers.IsEmpty ? !TakesOverflow : Tiers.Contains(tier);

    /// <summary>True when the tier's requests may run here, at first or as overflow.</summary>
    public bool MayServe(ServiceTier tier) => TakesOverflow || IsOwnOf(tier);
}
