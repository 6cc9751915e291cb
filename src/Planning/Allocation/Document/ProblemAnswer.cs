using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What came out of a planning problem.</summary>
public sealed record ProblemAnswer
{
    /// <summary><c>optimal</c> (within the gap), <c>feasible</c>, <c>elastic</c> (a constraint gave way) or <c>shortage</c> (demand did).</summary>
    public required string Status { get; init; }

    /// <summary>True when every constraint holds, by a checker that shares nothing with the solver.</summary>
    public required bool Feasible { get; init; }

    /// <summary><c>integer-program</c> or <c>greedy</c>.</summary>
    public required string Allocator { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Cost over the interval: running, starting, acquiring, relaying.</summary>
    public required double ObjectiveUsd { get; init; }

    /// <summary>What no plan beats; null where nothing was proven.</summary>
    public double? BestBoundUsd { get; init; }

    /// <summary>(objective - bound) / objective; null without a bound.</summary>
    public double? Gap { get; init; }

    /// <summary>Columns of the last program solved.</summary>
    public int Variables { get; init; }

    /// <summary>Its rows.</summary>
    public int Constraints { get; init; }

    public required ImmutableArray<PoolTarget> Targets { get; init; }

    /// <summary>Units of each group.</summary>
    public ImmutableArray<GroupTarget> Groups { get; init; } = [];

    /// <summary>What is carried where.</summary>
    public ImmutableArray<FlowTarget> Flows { get; init; } = [];

    /// <summary>What leaves each region, as shares.</summary>
    public ImmutableArray<RegionWeight> RegionWeights { get; init; } = [];

    /// <summary>What gave way.</summary>
    public ImmutableArray<Concession> Concessions { get; init; } = [];

    /// <summary>What one unit more of a constraint is worth.</summary>
    public ImmutableArray<ShadowPrice> ShadowPrices { get; init; } = [];

    /// <summary>What the checker found wrong; empty in every answer that is sound.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];
}
