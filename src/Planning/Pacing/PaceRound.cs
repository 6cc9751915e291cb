namespace SageServe.Planning;

/// <summary>What one tick's pacing has in common for all pools.</summary>
/// <param name="Now">Envelope time.</param>
/// <param name="Plan">The plan in force; null before the first.</param>
/// <param name="NextPlanAt">When the next one is due.</param>
/// <param name="IsPlan">True on a plan tick: every pool then explains itself, also when it stays.</param>
/// <param name="FrozenBecause">Why nothing may shrink; null when it may.</param>
/// <param name="History">Demand so far.</param>
internal sealed record PaceRound(Instant Now, PlanInForce? Plan, Instant NextPlanAt, bool IsPlan, string? FrozenBecause, DemandHistory History)
{
    /// <summary>The region whose pools move; null: all.</summary>
    public RegionId? Home { get; init; }

    /// <summary>Patient work that waits; null only in tests of rules that need none of it.</summary>
    public BacklogMemory? Backlog { get; init; }
}
