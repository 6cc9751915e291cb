using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What one tick's receipts have in common.</summary>
/// <param name="Now">Envelope time.</param>
/// <param name="PlanVersion">Of the plan in force; null without one.</param>
/// <param name="History">Demand so far.</param>
internal readonly record struct LedgerRound(Instant Now, long? PlanVersion, DemandHistory History)
{
    /// <summary>Co-resident groups that are known at this tick.</summary>
    public ImmutableArray<GroupFacts> Groups { get; init => field = value.IsDefault ? [] : value; } = [];

    public GroupFacts? Of(string group) => Groups.FirstOrDefault(g => g.Group == group);
}
