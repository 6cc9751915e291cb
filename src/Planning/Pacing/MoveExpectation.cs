namespace SageServe.Planning;

/// <summary>
/// What a strategy expects of a move that it wishes for, so that it can be held against what came. Demand is that of some tiers at the
/// pool's deployment, prompt tokens per second.
/// </summary>
internal sealed record MoveExpectation
{
    /// <summary>Whose demand is meant; null: the pool's interactive tiers (all its tiers where only patient work runs).</summary>
    public TierSet? Tiers { get; init; }

    /// <summary>Expected when a replica started now serves, without any margin.</summary>
    public required double Demand { get; init; }

    /// <summary>Held for when a replica started now serves.</summary>
    public required double Held { get; init; }

    /// <summary>Held for until the end of what is decided; never less than <see cref="Held"/>.</summary>
    public required double Kept { get; init; }

    /// <summary>The share of minutes that should stay at or below what is held for; null where the strategy tells none.</summary>
    public double? Quantile { get; init; }

    /// <summary>The planning window's largest minute at 5 and at 95 %; null where nothing is forecast.</summary>
    public (double Low, double High)? Band { get; init; }

    /// <summary>Replicas of the pool that the expectation alone, of all its tiers, would ask for; null: those that <see cref="Demand"/> takes.</summary>
    public int? Replicas { get; init; }

    /// <summary>The pool's part of that demand, 0..1; null: its part of the capacity that stands.</summary>
    public double? Share { get; init; }

    /// <summary>Prompt tokens per second that a replica is planned with; null: the rated throughput at <see cref="PlanningOptions.TargetUse"/>.</summary>
    public double? PerReplica { get; init; }

    /// <summary>From now to the end of what is decided; null: a cold start and a plan interval.</summary>
    public TimeSpan? Until { get; init; }
}
