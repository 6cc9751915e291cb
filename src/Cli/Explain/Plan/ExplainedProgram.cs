namespace SageServe.Cli;

/// <summary>What the planning program came to.</summary>
/// <param name="Allocator">How, in a sentence.</param>
/// <param name="Status">optimal, feasible, infeasible, failed; null in plans of earlier versions.</param>
/// <param name="ObjectiveUsd">Cost of the targets over the window.</param>
/// <param name="BoundUsd">No plan costs less.</param>
/// <param name="Gap">At most so far above the least, as a share.</param>
/// <param name="Binding">Constraints that bind, by kind and basis.</param>
/// <param name="Prices">What one unit more would save, or cost.</param>
/// <param name="GaveWay">Constraints that could not all hold, a sentence each.</param>
internal sealed record ExplainedProgram(
    string Allocator,
    string? Status,
    double? ObjectiveUsd,
    double? BoundUsd,
    double? Gap,
    IReadOnlyList<BindingFamily> Binding,
    IReadOnlyList<PlanPrice> Prices,
    IReadOnlyList<string> GaveWay)
{
    public static ExplainedProgram Of(PlanDocument plan) => new(
        plan.Allocator,
        plan.Solve?.Status,
        plan.Solve?.ObjectiveUsd,
        plan.Solve?.BoundUsd,
        plan.Solve?.Gap,
        [.. plan.Prices.GroupBy(p => (p.Family, p.Basis)).Select(g => new BindingFamily(g.Key.Family, g.Key.Basis, g.Count()))],
        plan.Prices,
        [.. plan.Steps.Where(s => s is { Stage: "allocation", Reason: "gave-way" }).Select(s => s.Detail)]);
}
