using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// One co-resident group at the time of a tick. What its members have awake, waking (or loading) and draining stands in their
/// <see cref="PoolFacts"/>; a unit that passes from one member to another counts as draining with the one and starting with the other.
/// </summary>
/// <param name="Group">Its name in the catalog.</param>
/// <param name="Units">Units that hold GPUs.</param>
/// <param name="Asleep">Those of which no engine is awake, drains or wakes; one that still falls asleep counts when it is.</param>
public sealed record GroupFacts(string Group, int Units, int Asleep)
{
    /// <summary>Units beyond these that still hold GPUs and go: the cloud takes them back.</summary>
    public int Leaving { get; init; }

    /// <summary>Of the units those that are new and whose engines still load.</summary>
    public int Loading { get; init; }

    /// <summary>Wakes, exchanges and new units that came to serve since the last tick.</summary>
    public ImmutableArray<WakeTime> Woke { get; init => field = value.IsDefault ? [] : value; } = [];
}
