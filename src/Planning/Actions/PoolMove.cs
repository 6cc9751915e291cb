namespace SageServe.Planning;

/// <summary>A pool's way from what it has to what it shall have, after guardrails.</summary>
internal readonly record struct PoolMove(PoolFacts Facts, PaceProposal Decision)
{
    public int Current => Facts.Ready + Facts.Starting;

    public int Delta => Decision.Replicas - Current;
}
