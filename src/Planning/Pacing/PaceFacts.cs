using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What pacing knows of one pool.</summary>
internal sealed record PaceFacts
{
    public required PoolSpec Spec { get; init; }

    public required PoolFacts Pool { get; init; }

    public required Instant Now { get; init; }

    /// <summary>All reported pools of the same model and region, this one included, sorted by id.</summary>
    public required ImmutableArray<(PoolSpec Spec, PoolFacts Facts)> Siblings { get; init; }

    /// <summary>Replicas that the pool holds: ready and starting.</summary>
    public int Current => Pool.Ready + Pool.Starting;

    /// <summary>KV utilisation as last read; null when unknown.</summary>
    public double? Kv => Pool.KvUtilization?.Value;

    /// <summary>Mean over the last readings of the larger of KV utilisation and pressure (clipped at 1); null when unknown.</summary>
    public required double? Pressed { get; init; }

    /// <summary>The larger of KV utilisation and busy share, both over the load window; null when unknown.</summary>
    public required double? Load { get; init; }

    /// <summary>The least that the larger of KV utilisation (as read) and busy share stayed at over the cap-break time; null while that is not known.</summary>
    public required double? Sustained { get; init; }

    /// <summary>What the plan in force asks; null without one.</summary>
    public required PaceTarget? Target { get; init; }

    /// <summary>True in the last OverrideWindow before the next plan.</summary>
    public required bool IsNearNextPlan { get; init; }

    /// <summary>Observed over forecast interactive demand of the pool's tiers of its model in its region; null when it can't be told.</summary>
    public required double? ObservedOverForecast { get; init; }

    /// <summary>What all pools have in common at this tick; null only in tests of rules that need none of it.</summary>
    public PaceRound? Round { get; init; }
}
