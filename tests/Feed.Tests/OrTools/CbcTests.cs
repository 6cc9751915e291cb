using Google.OrTools.LinearSolver;

namespace SageServe.Feed.Tests;

public sealed class CbcTests : IDisposable
{
    private readonly Solver _solver = SolverSource.Require("CBC");

    [Fact]
    public void An_unknown_engine_is_null() => Assert.Null(Solver.CreateSolver("NO_SUCH_ENGINE"));

    [Fact]
    public void A_known_optimum_is_found()
    {
        // Maximise 3x + 4y, x + 2y <= 14, 3x - y >= 0, x - y <= 2: optimum 34 at (6, 4).
        var x = _solver.MakeIntVar(0, double.PositiveInfinity, "x");
        var y = _solver.MakeIntVar(0, double.PositiveInfinity, "y");
        Row(double.NegativeInfinity, 14, (x, 1), (y, 2));
        Row(0, double.PositiveInfinity, (x, 3), (y, -1));
        Row(double.NegativeInfinity, 2, (x, 1), (y, -1));
        _solver.Objective().SetCoefficient(x, 3);
        _solver.Objective().SetCoefficient(y, 4);
        _solver.Objective().SetMaximization();
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        Assert.Equal((6, 4), (x.SolutionValue(), y.SolutionValue()));
        Assert.Equal(34, _solver.Objective().Value(), 9);
        Assert.Equal(34, _solver.Objective().BestBound(), 6);
        Assert.Equal((2, 3), (_solver.NumVariables(), _solver.NumConstraints()));
    }

    [Fact]
    public void Integers_make_a_difference_and_bounds_can_be_changed_between_solves()
    {
        // Cover 7 with pieces of 3: 2.33 pieces, so three; then a bound asks for four.
        var x = _solver.MakeIntVar(0, 10, "x");
        var cover = Row(7, double.PositiveInfinity, (x, 3));
        _solver.Objective().SetCoefficient(x, 5);
        _solver.Objective().SetOffset(100);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        Assert.Equal(115, _solver.Objective().Value(), 9);
        Assert.Equal(115, _solver.Objective().BestBound(), 6);
        cover.SetBounds(10, double.PositiveInfinity);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        Assert.Equal(4, x.SolutionValue());
        x.SetInteger(false);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        Assert.Equal(10.0 / 3, x.SolutionValue(), 6);
    }

    [Fact]
    public void A_program_that_cannot_be_met_is_infeasible()
    {
        var x = _solver.MakeIntVar(0, 10, "x");
        Row(3, 3, (x, 2));
        Assert.Equal(Solver.ResultStatus.INFEASIBLE, _solver.Solve());
        Assert.Equal(0, x.SolutionValue());
    }

    [Fact]
    public void Linear_and_crossing_bounds_infeasibility_is_told()
    {
        var x = _solver.MakeNumVar(0, 1, "x");
        Row(2, double.PositiveInfinity, (x, 1));
        Assert.Equal(Solver.ResultStatus.INFEASIBLE, _solver.Solve());
        x.SetBounds(3, 2);
        Assert.Equal(Solver.ResultStatus.INFEASIBLE, _solver.Solve());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_program_without_an_end_is_unbounded(bool integer)
    {
        var x = _solver.MakeVar(0, double.PositiveInfinity, integer, "x");
        var y = _solver.MakeVar(0, double.PositiveInfinity, integer, "y");
        Row(double.NegativeInfinity, 5, (x, 1), (y, -1));
        _solver.Objective().SetCoefficient(x, 1);
        _solver.Objective().SetMaximization();
        Assert.Equal(Solver.ResultStatus.UNBOUNDED, _solver.Solve());
    }

    [Fact]
    public void Knapsacks_agree_with_brute_force() => Seeds.Check(40, (_, random) =>
    {
        using var solver = SolverSource.Require("CBC");
        using var exact = new MPSolverParameters();
        exact.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        var items = Enumerable.Range(0, 12).Select(_ => (Weight: 1 + random.NextInt(30), Value: 1 + random.NextInt(50))).ToArray();
        var room = 40 + random.NextInt(80);
        var weight = solver.MakeConstraint(double.NegativeInfinity, room, "room");
        var chosen = items.Select((_, i) => solver.MakeBoolVar($"b{i}")).ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            weight.SetCoefficient(chosen[i], items[i].Weight);
            solver.Objective().SetCoefficient(chosen[i], items[i].Value);
        }

        solver.Objective().SetMaximization();
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve(exact));
        var best = Enumerable.Range(0, 1 << items.Length)
            .Select(set => items.Where((_, i) => (set >> i & 1) != 0).ToArray())
            .Where(set => set.Sum(i => i.Weight) <= room)
            .Max(set => set.Sum(i => i.Value));
        Assert.Equal(best, solver.Objective().Value(), 6);
        Assert.True(items.Where((_, i) => chosen[i].SolutionValue() == 1).Sum(i => i.Weight) <= room);
    });

    [Fact]
    public void The_time_limit_holds_and_leaves_a_solution_and_a_bound()
    {
        HardProgram(new RandomStream(7), 60, 10);

        // More work than that, yet time enough for the first node on a busy machine.
        _solver.SetTimeLimit(5000);
        using var exact = new MPSolverParameters();
        exact.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        Assert.Equal(Solver.ResultStatus.FEASIBLE, _solver.Solve(exact));
        Assert.True(_solver.Objective().BestBound() < _solver.Objective().Value());
        Assert.True(_solver.Nodes() > 0);
        Assert.True(_solver.Iterations() > 0);
    }

    [Fact]
    public void A_wide_gap_ends_earlier_within_the_gap()
    {
        Covering(new RandomStream(11), 60, 40);
        using var parameters = new MPSolverParameters();
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0.5);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve(parameters));
        var (loose, bound, looseNodes) = (_solver.Objective().Value(), _solver.Objective().BestBound(), _solver.Nodes());
        Assert.InRange(loose - bound, 0, 0.5 * loose);
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve(parameters));
        Assert.InRange(_solver.Objective().Value(), bound - 1e-6, loose + 1e-6);
        Assert.True(_solver.Nodes() > looseNodes, $"{_solver.Nodes()} nodes to prove the optimum, {looseNodes} within the gap");
    }

    [Fact]
    public void A_covering_program_of_thousands_of_variables_is_solved()
    {
        var random = new RandomStream(3);
        var variables = Enumerable.Range(0, 3000).Select(i => _solver.MakeIntVar(0, 50, $"x{i}")).ToArray();
        for (var row = 0; row < 300; row++)
        {
            var cells = variables.Skip(row * 10).Take(10).Select(v => (v, 1.0 + random.NextInt(9))).ToArray();
            Row(20 + random.NextInt(100), double.PositiveInfinity, cells);
        }

        foreach (var variable in variables)
        {
            _solver.Objective().SetCoefficient(variable, 1 + random.NextInt(20));
        }

        _solver.SetTimeLimit(15_000);
        using var gap = new MPSolverParameters();
        gap.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0.01);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve(gap));
        Assert.All(variables, v => Assert.Equal(Math.Round(v.SolutionValue()), v.SolutionValue()));
        Assert.True(_solver.Objective().Value() >= _solver.Objective().BestBound() - 1e-6);
    }

    [Fact]
    public void A_model_without_variables_or_constraints_is_no_trouble()
    {
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        var x = _solver.MakeIntVar(2, 5, "x");
        _solver.Objective().SetCoefficient(x, 1);
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        Assert.Equal(2, x.SolutionValue());
    }

    [Fact]
    public async Task Solvers_on_several_threads_do_not_disturb_each_other()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
        {
            using var solver = SolverSource.Require("CBC");
            var x = solver.MakeIntVar(0, 100, "x");
            var y = solver.MakeIntVar(0, 100, "y");
            var row = solver.MakeConstraint(7 * i + 1, double.PositiveInfinity, "row");
            row.SetCoefficient(x, 2);
            row.SetCoefficient(y, 5);
            solver.Objective().SetCoefficient(x, 3);
            solver.Objective().SetCoefficient(y, 7);
            return (i, solver.Solve(), solver.Objective().Value());
        })));
        foreach (var (i, status, value) in answers)
        {
            var best = Enumerable.Range(0, 101).SelectMany(x => Enumerable.Range(0, 101).Select(y => (x, y)))
                .Where(p => 2 * p.x + 5 * p.y >= 7 * i + 1).Min(p => 3 * p.x + 7 * p.y);
            Assert.Equal((Solver.ResultStatus.OPTIMAL, best), (status, value));
        }
    }

    public void Dispose() => _solver.Dispose();

    private Constraint Row(double lower, double upper, params (Variable Variable, double Coefficient)[] terms)
    {
        var row = _solver.MakeConstraint(lower, upper, "");
        foreach (var (variable, coefficient) in terms)
        {
            row.SetCoefficient(variable, coefficient);
        }

        return row;
    }

    private void Covering(RandomStream random, int columns, int rows)
    {
        var variables = Enumerable.Range(0, columns).Select(i => _solver.MakeIntVar(0, 5, $"x{i}")).ToArray();
        for (var r = 0; r < rows; r++)
        {
            Row(30 + random.NextInt(60), double.PositiveInfinity, [.. variables.Where(_ => random.NextInt(6) == 0).Select(v => (v, 1.0 + random.NextInt(12)))]);
        }

        foreach (var variable in variables)
        {
            _solver.Objective().SetCoefficient(variable, 5 + random.NextInt(10));
        }
    }

    /// <summary>A market-split program with slack: feasible at once, and not provable within any patience.</summary>
    private void HardProgram(RandomStream random, int columns, int rows)
    {
        var variables = Enumerable.Range(0, columns).Select(i => _solver.MakeBoolVar($"x{i}")).ToArray();
        for (var r = 0; r < rows; r++)
        {
            var weights = variables.Select(_ => random.NextInt(100)).ToArray();
            var over = _solver.MakeNumVar(0, double.PositiveInfinity, $"over{r}");
            var under = _solver.MakeNumVar(0, double.PositiveInfinity, $"under{r}");
            var half = Math.Floor(weights.Sum() / 2.0);
            Row(half, half, [.. variables.Select((v, i) => (v, (double)weights[i])), (over, -1), (under, 1)]);
            _solver.Objective().SetCoefficient(over, 1);
            _solver.Objective().SetCoefficient(under, 1);
        }

        _solver.Objective().SetOffset(100);
    }
}
