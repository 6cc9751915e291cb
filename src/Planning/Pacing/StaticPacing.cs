namespace SageServe.Planning;

/// <summary>Never moves; guardrails still replace what falls below a pool's minimum.</summary>
internal sealed class StaticPacing : IPacingPolicy
{
    public PolicyNeeds Needs => PolicyNeeds.None;

    public PaceProposal Propose(PaceFacts facts) => new(facts.Current, "static", "The fleet stays as it is.");
}
