namespace SageServe.Planning;

/// <summary>
/// Decides how far a pool should move at one tick. Bounds, cool-down and step are not its business: guardrails follow. It may remember
/// what it saw, but is told each pool once per tick.
/// </summary>
internal interface IPacingPolicy
{
    PolicyNeeds Needs { get; }

    PaceProposal Propose(PaceFacts facts);
}
