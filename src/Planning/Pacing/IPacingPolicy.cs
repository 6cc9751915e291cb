namespace SageServe.Planning;

/// <summary>Decides how far a pool should move at one tick. Bounds, cool-down and step are not its business: guardrails follow.</summary>
internal interface IPacingPolicy
{
    /// <summary>What the options call it.</summary>
    string Name { get; }

    /// <summary>Whether it follows a plan; without one no plan ticks are asked for.</summary>
    bool NeedsPlan { get; }

    PaceProposal Propose(PaceFacts facts);
}
