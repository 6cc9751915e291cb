using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>A constraint of the problem in the solver: a row, or the least value of one column.</summary>
/// <param name="Row">The row; null for a bound.</param>
/// <param name="Bound">The column; null for a row.</param>
/// <param name="Family">Its kind.</param>
/// <param name="Subject">Index among the problem's constraints of this kind; demands that travel stand after those that do not.</param>
/// <param name="Unit">What one of the row is in the constraint's own unit.</param>
internal readonly record struct ModelRow(Constraint? Row, Variable? Bound, ConstraintFamily Family, int Subject, double Unit)
{
    /// <summary>What the objective changes by with one more of the bound, after a solve of a linear engine.</summary>
    public double Dual => Row?.DualValue() ?? Bound?.ReducedCost() ?? 0;
}
