namespace SageServe.Planning;

/// <summary>What one tick's receipts have in common.</summary>
/// <param name="Now">Envelope time.</param>
/// <param name="PlanVersion">Of the plan in force; null without one.</param>
/// <param name="History">Demand so far.</param>
internal readonly record struct LedgerRound(Instant Now, long? PlanVersion, DemandHistory History);
