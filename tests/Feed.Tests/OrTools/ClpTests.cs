using Google.OrTools.LinearSolver;

namespace SageServe.Feed.Tests;

public sealed class ClpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_duals_and_reduced_costs_are_known(bool maximize)
    {
        // Minimise 2x + 3y + 9z, x + y + z >= 4, x + 3y >= 6: optimum 9 at (3, 1, 0), duals 1.5 and 0.5.
        using var solver = SolverSource.Require("CLP");
        var x = solver.MakeNumVar(0, double.PositiveInfinity, "x");
        var y = solver.MakeNumVar(0, double.PositiveInfinity, "y");
        var z = solver.MakeNumVar(0, double.PositiveInfinity, "z");
        var first = solver.MakeConstraint(4, double.PositiveInfinity, "first");
        var second = solver.MakeConstraint(6, double.PositiveInfinity, "second");
        foreach (var (variable, one, two, cost) in new[] { (x, 1.0, 1.0, 2.0), (y, 1, 3, 3), (z, 1, 0, 9) })
        {
            first.SetCoefficient(variable, one);
            second.SetCoefficient(variable, two);
            solver.Objective().SetCoefficient(variable, maximize ? -cost : cost);
        }

        solver.Objective().SetOptimizationDirection(maximize);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
        var sign = maximize ? -1 : 1;
        Assert.Equal(9 * sign, solver.Objective().Value(), 6);
        Assert.Equal(3, x.SolutionValue(), 6);
        Assert.Equal(1, y.SolutionValue(), 6);
        Assert.Equal(1.5 * sign, first.DualValue(), 6);
        Assert.Equal(0.5 * sign, second.DualValue(), 6);
        Assert.Equal(7.5 * sign, z.ReducedCost(), 6);
        Assert.Equal(0, x.ReducedCost(), 6);
    }

    [Fact]
    public void Integers_are_relaxed()
    {
        using var solver = SolverSource.Require("CLP");
        var x = solver.MakeIntVar(0, 10, "x");
        solver.MakeConstraint(7, double.PositiveInfinity, "c").SetCoefficient(x, 3);
        solver.Objective().SetCoefficient(x, 1);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
        Assert.Equal(7.0 / 3, x.SolutionValue(), 6);
    }

    [Fact]
    public void Infeasible_and_unbounded_are_told_apart()
    {
        using var infeasible = SolverSource.Require("CLP");
        infeasible.MakeConstraint(2, 3, "c").SetCoefficient(infeasible.MakeNumVar(0, 1, "x"), 1);
        Assert.Equal(Solver.ResultStatus.INFEASIBLE, infeasible.Solve());

        using var unbounded = SolverSource.Require("CLP");
        var x = unbounded.MakeNumVar(double.NegativeInfinity, 0, "x");
        unbounded.MakeConstraint(double.NegativeInfinity, 5, "c").SetCoefficient(x, 1);
        unbounded.Objective().SetCoefficient(x, 1);
        Assert.Equal(Solver.ResultStatus.UNBOUNDED, unbounded.Solve());
    }
}
