namespace SageServe.Planning;

/// <summary>What the plan carries where, prompt tokens per second.</summary>
/// <param name="Origin">Index of the demand among the problem's origins.</param>
/// <param name="To">The region that carries it.</param>
/// <param name="Serves">The pools there that do: those that serve just these tiers.</param>
/// <param name="Rate">Prompt tokens per second.</param>
internal readonly record struct PlannedFlow(int Origin, RegionId To, TierSet Serves, double Rate);
