using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>How a tick came to its answer; the shell turns it into metrics, logs and the admin page.</summary>
public sealed record TickDiagnostics
{
    public ImmutableArray<DecisionStep> Steps { get; init; } = [];

    /// <summary>True while nothing may shrink because facts are missing or stale.</summary>
    public bool Frozen { get; init; }

    /// <summary>Statistics of the solver; null on a pace tick.</summary>
    public SolveReport? Solve { get; init; }
}
