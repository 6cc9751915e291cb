namespace SageServe.Scaler;

/// <summary>Replicas of one pool as the last tick saw them.</summary>
internal sealed record PoolStanding(PoolId Pool, int Ready, int Starting, int Draining)
{
    public static PoolStanding Of(PoolFacts facts) => new(facts.Pool, facts.Ready, facts.Starting, facts.Draining);
}
