namespace SageServe.Planning;

/// <summary>One pool in the integer program. Money is USD over the planning interval.</summary>
/// <param name="Id">The pool.</param>
/// <param name="Current">Replicas that it holds: ready and starting.</param>
/// <param name="Min">Fewest that it may have.</param>
/// <param name="Max">Most that it may have.</param>
/// <param name="Theta">Prompt tokens per second that one replica is planned for.</param>
/// <param name="RunUsd">One replica for the whole interval.</param>
/// <param name="StartUsd">Starting one: its price while it warms up (the paper's sigma); waking one, where it is a member of a group.</param>
internal sealed record AllocationPool(PoolId Id, int Current, int Min, int Max, double Theta, double RunUsd, double StartUsd)
{
    /// <summary>Whose demand it may carry.</summary>
    public TierSet Serves { get; init; } = TierSet.All;

    /// <summary>Prompt tokens per second of one of the sequences that a replica holds together; 0 where unknown.</summary>
    public double PerSequence { get; init; }

    /// <summary>GPUs of one replica; those of its group where it is a member of one.</summary>
    public int Gpus { get; init; } = 1;

    /// <summary>Share of its replicas that is not counted on, because the cloud may take them back at any time; 0 for what is bought.</summary>
    public double Risk { get; init; }

    /// <summary>The group whose GPUs it shares; null: it has its own.</summary>
    public string? Group { get; init; }

    /// <summary>Prompt tokens per second that a replica is counted on for.</summary>
    public double Carries => Theta * (1 - Risk);
}
