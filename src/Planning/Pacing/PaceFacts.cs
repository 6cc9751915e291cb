namespace SageServe.Planning;

/// <summary>What pacing knows of one pool.</summary>
internal sealed record PaceFacts
{
    public required PoolFacts Pool { get; init; }

    /// <summary>Replicas that the pool holds: ready and starting.</summary>
    public int Current => Pool.Ready + Pool.Starting;

    /// <summary>Mean over the last readings of the larger of KV utilisation and pressure (clipped at 1); null when unknown.</summary>
    public required double? Load { get; init; }

    /// <summary>What the plan in force asks; null without one.</summary>
    public required PaceTarget? Target { get; init; }

    /// <summary>True in the last OverrideWindow before the next plan.</summary>
    public required bool IsNearNextPlan { get; init; }

    /// <summary>Observed over forecast interactive demand of the pool's model in its region; null when it can't be told.</summary>
    public required double? ObservedOverForecast { get; init; }
}
