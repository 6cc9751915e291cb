using Google.OrTools.LinearSolver;

namespace SageServe.Planning.Tests;

public sealed class DualSimplexTests
{
    private const double Exact = 1e-6;

    [Fact]
    public void It_ends_where_the_reference_ends_and_its_prices_prove_it()
    {
        var (solved, infeasible) = (0, 0);
        for (var seed = 1UL; seed <= 150; seed++)
        {
            var random = new RandomStream(seed).Child("simplex");
            var program = Make(random);
            var simplex = new DualSimplex(program);
            var safe = new SafeBound(program);
            var prices = new double[program.Rows];

            // Bounds that move are solved from where the last solve ended.
            for (var move = 0; move < 4; move++)
            {
                var end = simplex.Solve(double.PositiveInfinity, 10_000);
                var least = Reference(program, simplex);
                simplex.Prices(prices, end == SimplexEnd.Infeasible ? 1e9 : 0);
                var proven = safe.Of(prices, simplex.Lower, simplex.Upper);
                if (least is { } usd)
                {
                    Assert.True(end == SimplexEnd.Solved && Math.Abs(simplex.Usd - usd) < Exact * (1 + Math.Abs(usd)), $"seed {seed}, move {move}: {end} {simplex.Usd} for {usd}");
                    Assert.InRange(proven, usd - Exact * (1 + Math.Abs(usd)), usd + Exact * (1 + Math.Abs(usd)));
                    solved++;
                }
                else
                {
                    Assert.True(end == SimplexEnd.Infeasible && proven > 1e5, $"seed {seed}, move {move}: {end}, proven {proven}");
                    infeasible++;
                    break;
                }

                var column = random.NextInt(program.Columns);
                var middle = Math.Floor(simplex.Value(column));
                simplex.Bound(column, simplex.Lower[column], Math.Max(simplex.Lower[column], middle));
            }
        }

        Assert.True(solved > 100 && infeasible > 10, $"{solved} solved, {infeasible} infeasible");
    }

    [Fact]
    public void Any_prices_give_a_bound_that_no_solution_beats()
    {
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var random = new RandomStream(seed).Child("any prices");
            var program = Make(random);
            var simplex = new DualSimplex(program);
            double[] prices = [.. Enumerable.Range(0, program.Rows).Select(_ => 6 * random.NextDouble() - 3)];
            if (Reference(program, simplex) is { } usd)
            {
                Assert.True(new SafeBound(program).Of(prices, simplex.Lower, simplex.Upper) <= usd + Exact, $"seed {seed}");
            }
        }
    }

    private static BoundedProgram Make(RandomStream random)
    {
        var program = new BoundedProgram();
        for (var j = 0; j < 3 + random.NextInt(8); j++)
        {
            var lower = random.NextInt(3);
            program.Column(lower, lower + random.NextInt(10), random.NextInt(21) - 5, isWhole: true);
        }

        for (var i = 0; i < 2 + random.NextInt(8); i++)
        {
            var least = random.NextInt(16);
            var row = random.NextInt(4) switch
            {
                0 => program.Row(double.NegativeInfinity, least),
                1 => program.Row(least, least + random.NextInt(6)),
                _ => program.Row(least, double.PositiveInfinity),
            };
            for (var j = 0; j < program.Columns; j++)
            {
                program.Set(row, j, random.NextInt(2) * (random.NextInt(9) - 3));
            }
        }

        return program;
    }

    private static double? Reference(BoundedProgram program, DualSimplex simplex)
    {
        using var solver = Solver.CreateSolver("CLP");
        Assert.SkipWhen(solver is null, "The solver's library is missing.");
        var columns = Enumerable.Range(0, program.Columns).Select(j => solver.MakeNumVar(simplex.Lower[j], simplex.Upper[j], "")).ToArray();
        for (var j = 0; j < columns.Length; j++)
        {
            solver.Objective().SetCoefficient(columns[j], program.Usd(j));
        }

        for (var i = 0; i < program.Rows; i++)
        {
            var row = solver.MakeConstraint(program.RowLower(i), program.RowUpper(i));
            foreach (var (column, coefficient) in program.Terms(i))
            {
                row.SetCoefficient(columns[column], coefficient);
            }
        }

        return solver.Solve() == Solver.ResultStatus.OPTIMAL ? solver.Objective().Value() : null;
    }
}
