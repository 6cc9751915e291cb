using Google.OrTools.LinearSolver;

namespace SageServe.Feed.Tests;

public sealed class HintTests
{
    [Fact]
    public void A_hint_is_a_beginning_and_changes_no_optimum() => Seeds.Check(20, (_, random) =>
    {
        using var solver = SolverSource.Require("CBC");
        using var exact = new MPSolverParameters();
        exact.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        var variables = Enumerable.Range(0, 8).Select(i => solver.MakeIntVar(0, 9, $"x{i}")).ToArray();
        var row = solver.MakeConstraint(20 + random.NextInt(60), double.PositiveInfinity, "cover");
        foreach (var variable in variables)
        {
            row.SetCoefficient(variable, 1 + random.NextInt(7));
            solver.Objective().SetCoefficient(variable, 1 + random.NextInt(9));
        }

        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve(exact));
        var least = solver.Objective().Value();

        // A plan that holds, a part of one, and one that holds nothing.
        foreach (var hint in new[] { [.. variables.Select(_ => 9.0)], [.. variables.Take(3).Select(v => v.SolutionValue())], variables.Select(_ => 0.0).ToArray() })
        {
            using var hinted = new MPVariableVector(variables.Take(hint.Length));
            solver.SetHint(hinted, hint);
            Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve(exact));
            Assert.Equal(least, solver.Objective().Value(), 6);
        }
    });

    [Fact]
    public void A_linear_engine_passes_over_a_hint_and_tells_prices_of_fixed_variables()
    {
        // Cover 10 with x at 3 and y at 5; y is held at 2, so x takes 8: one more to cover costs 3, one more of y saves 3 and costs 5.
        using var solver = SolverSource.Require("CLP");
        var (x, y) = (solver.MakeNumVar(0, 100, "x"), solver.MakeNumVar(0, 100, "y"));
        var row = solver.MakeConstraint(10, double.PositiveInfinity, "cover");
        row.SetCoefficient(x, 1);
        row.SetCoefficient(y, 1);
        solver.Objective().SetCoefficient(x, 3);
        solver.Objective().SetCoefficient(y, 5);
        y.SetBounds(2, 2);
        using var hinted = new MPVariableVector([x]);
        Assert.Single(hinted);
        solver.SetHint(hinted, [1]);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
        Assert.Equal(34, solver.Objective().Value(), 6);
        Assert.Equal((3, 2), (Math.Round(row.DualValue(), 6), Math.Round(y.ReducedCost(), 6)));
    }
}
