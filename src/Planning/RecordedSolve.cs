using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What a solver came to when its seconds, not the problem, ended it. How far it gets depends on the machine, so the record keeps the
/// answer and a replay takes it instead of solving.
/// </summary>
/// <param name="Targets">Replicas per pool.</param>
/// <param name="Report">As it was told then.</param>
/// <param name="Allocator">As it was told then.</param>
public sealed record RecordedSolve(ImmutableArray<PoolTarget> Targets, SolveReport Report, string Allocator)
{
    /// <summary>As they were told then.</summary>
    public ImmutableArray<PlanPrice> Prices { get; init; } = [];

    /// <summary>The solve of a tick that needs recording; null where solving again gives the same.</summary>
    public static RecordedSolve? Of(PlanningEffects effects) =>
        effects is { Plan: { } plan, Diagnostics.Solve: { } report } && report.Status != IlpAllocation.Optimal && report.Allocator == IlpAllocation.Name
            ? new RecordedSolve(plan.Targets, report, plan.Allocator) { Prices = plan.Prices }
            : null;
}
