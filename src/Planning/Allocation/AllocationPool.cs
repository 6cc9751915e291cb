namespace SageServe.Planning;

/// <summary>One pool in the integer program. Money is USD over the planning interval.</summary>
/// <param name="Id">The pool.</param>
/// <param name="Current">Replicas that it holds: ready and starting.</param>
/// <param name="Min">Fewest that it may have.</param>
/// <param name="Max">Most that it may have.</param>
/// <param name="Theta">Prompt tokens per second that one replica is planned for.</param>
/// <param name="RunUsd">One replica for the whole interval.</param>
/// <param name="StartUsd">Starting one: its price while it warms up (the paper's sigma).</param>
internal sealed record AllocationPool(PoolId Id, int Current, int Min, int Max, double Theta, double RunUsd, double StartUsd)
{
    /// <summary>Whose demand it may carry.</summary>
    public TierSet Serves { get; init; } = TierSet.All;

    /// <summary>Prompt tokens per second of one of the sequences that a replica holds together; 0 where unknown.</summary>
    public double PerSequence { get; init; }
}
