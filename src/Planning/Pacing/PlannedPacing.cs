namespace SageServe.Planning;

/// <summary>
/// LT-I: the plan's answer at once (decreases are carried out before increases). Between two plans nothing moves but what guardrails
/// put off or the world took away. The clairvoyant bound follows its plan in the same way. A pool whose model has too little history
/// for a forecast has no target and stays.
/// </summary>
internal sealed class PlannedPacing(PolicyNeeds needs) : IPacingPolicy
{
    public PolicyNeeds Needs => needs;

    public PaceProposal Propose(PaceFacts facts) => facts.Target is { } target
        ? new PaceProposal(target.Replicas, "plan-target", $"The plan wants {target.Replicas} replicas.")
        : new PaceProposal(facts.Current, "no-plan", "No valid plan covers the pool, so it stays as it is.");
}
