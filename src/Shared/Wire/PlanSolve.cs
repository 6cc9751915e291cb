namespace SageServe.Shared;

/// <summary>How a plan's targets were found.</summary>
/// <param name="Allocator">integer-program or greedy.</param>
/// <param name="Status">optimal, feasible, infeasible, failed.</param>
/// <param name="ObjectiveUsd">Cost of the targets over the planning window.</param>
/// <param name="BoundUsd">No plan costs less; null for greedy.</param>
/// <param name="Variables">Columns of the program.</param>
/// <param name="Constraints">Rows.</param>
public sealed record PlanSolve(string Allocator, string Status, double ObjectiveUsd, double? BoundUsd, int Variables, int Constraints)
{
    /// <summary>How far the cost may lie above the least, as a share; null where no bound is known.</summary>
    public double? Gap => BoundUsd is { } bound && ObjectiveUsd > 0 ? Math.Max(0, (ObjectiveUsd - bound) / ObjectiveUsd) : null;
}
