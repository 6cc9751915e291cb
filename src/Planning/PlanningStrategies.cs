using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The scaling strategies by name (SAGESERVE sections 9 and 12).</summary>
public static class PlanningStrategies
{
    public const string Static = "static";
    public const string Reactive = "reactive";
    public const string ReactivePressure = "reactive-pressure";
    public const string ReactiveTuned = "reactive-tuned";
    public const string Chiron = "chiron";
    public const string LtI = "lt-i";
    public const string LtU = "lt-u";
    public const string LtUa = "lt-ua";
    public const string LeadQuantile = "lead-quantile";
    public const string PerfectMean = "perfect-mean";
    public const string PerfectOrdinary = "perfect-ordinary";
    public const string Clairvoyant = "clairvoyant";

    /// <summary>All of them, the simplest first.</summary>
    public static readonly ImmutableArray<StrategyInfo> All =
    [
        new(Static, "The first fleet stays; only what falls below a pool's minimum is replaced."),
        new(Reactive, "The paper's production baseline: KV utilisation above 70 % starts one replica, below 30 % stops one, 15 s between two moves."),
        new(ReactivePressure, "The same rule on the larger of KV utilisation and pressure."),
        new(ReactiveTuned, "What a well-kept Kubernetes autoscaler does: the ratio formula, tolerance, stabilisation windows and step policies."),
        new(Chiron, "Interactive, mixed and batch pools: busy share of the interactive replicas, and the batch queue's wait against its deadline."),
        new(LtI, "The plan's answer at once."),
        new(LtU, "The plan's answer as a cap, approached as utilisation asks."),
        new(LtUa, "The same, and the cap gives way where demand has disproved its forecast; with this product's additions unless PaperExact."),
        new(LeadQuantile, "Ours: the quantile of demand one cold start ahead, by what an idle replica and a missed target are worth; surges start at once."),
        new(PerfectMean, "A bound: lt-ua that plans with the true mean demand of each coming step instead of a forecast.", NeedsFuture: true),
        new(PerfectOrdinary, "A bound: perfect-mean that does not see bursts coming, minutes far above those around them.", NeedsFuture: true),
        new(Clairvoyant, "A bound: knows every arrival and has the replicas ready in the minute that needs them.", NeedsFuture: true),
    ];

    /// <summary>Those that a live scaler can run.</summary>
    public static readonly ImmutableArray<string> Live = [.. All.Where(s => !s.NeedsFuture).Select(s => s.Name)];

    /// <summary>Null for an unknown name.</summary>
    public static StrategyInfo? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
