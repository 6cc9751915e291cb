namespace SageServe.Planning;

/// <summary>How demand becomes replicas for one receipt; fixed when it is opened.</summary>
/// <param name="Share">The pool's part of the deployment's demand, 0..1.</param>
/// <param name="PerReplica">Prompt tokens per second that a replica is planned with.</param>
/// <param name="Rate">The same in full use.</param>
public readonly record struct ReceiptScale(double Share, double PerReplica, double Rate)
{
    /// <summary>Replicas of the pool that this demand of the deployment takes.</summary>
    public int Replicas(double demand) => (int)Math.Min(int.MaxValue, Math.Ceiling(demand * Share / PerReplica - 1e-9));
}
