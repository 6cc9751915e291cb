namespace Google.OrTools.LinearSolver;

/// <summary>
/// A model as the engines' C interfaces take it: compressed columns, always minimised (a maximised objective is negated), and
/// infinity as the largest double.
/// </summary>
internal sealed class Problem
{
    private const double NativeInfinity = double.MaxValue;

    private Problem(int columns, int rows, int nonZeros)
    {
        Starts = new int[columns + 1];
        Rows = new int[nonZeros];
        Coefficients = new double[nonZeros];
        ColumnLower = new double[columns];
        ColumnUpper = new double[columns];
        Costs = new double[columns];
        RowLower = new double[rows];
        RowUpper = new double[rows];
        Integers = new bool[columns];
    }

    public int ColumnCount => Costs.Length;

    public int RowCount => RowLower.Length;

    public int[] Starts { get; }

    public int[] Rows { get; }

    public double[] Coefficients { get; }

    public double[] ColumnLower { get; }

    public double[] ColumnUpper { get; }

    public double[] Costs { get; }

    public double[] RowLower { get; }

    public double[] RowUpper { get; }

    public bool[] Integers { get; }

    public bool Negated { get; private init; }

    /// <summary>Values to begin with, by column.</summary>
    public IReadOnlyList<(int Column, double Value)> Hint { get; private init; } = [];

    public static Problem From(Solver solver, Objective objective)
    {
        var columns = solver.Variables.Count;
        var problem = new Problem(columns, solver.Constraints.Count, solver.Constraints.Sum(c => c.Coefficients.Count)) { Negated = objective.Maximization(), Hint = solver.Hint };
        foreach (var variable in solver.Variables)
        {
            var j = variable.Column;
            problem.ColumnLower[j] = Native(variable.Lb());
            problem.ColumnUpper[j] = Native(variable.Ub());
            problem.Integers[j] = variable.IsInteger;
        }

        foreach (var (column, cost) in objective.Coefficients)
        {
            problem.Costs[column] = objective.Maximization() ? -cost : cost;
        }

        problem.FillRows(solver.Constraints);
        return problem;
    }

    /// <summary>An engine's <c>loadProblem</c>: both C interfaces take the same.</summary>
    public delegate void Loader(
        nint model,
        int columns,
        int rows,
        int[] starts,
        int[] index,
        double[] value,
        double[] columnLower,
        double[] columnUpper,
        double[] objective,
        double[] rowLower,
        double[] rowUpper);

    public void LoadInto(nint model, Loader load) =>
        load(model, ColumnCount, RowCount, Starts, Rows, Coefficients, ColumnLower, ColumnUpper, Costs, RowLower, RowUpper);

    /// <summary>What needs no engine: bounds that cross, and a model without variables, which engines do not take.</summary>
    public EngineResult? TrivialResult()
    {
        if (Crosses(ColumnLower, ColumnUpper) || Crosses(RowLower, RowUpper))
        {
            return new EngineResult(Solver.ResultStatus.INFEASIBLE);
        }

        if (ColumnCount > 0)
        {
            return null;
        }

        var zeroFits = Enumerable.Range(0, RowCount).All(i => RowLower[i] <= 0 && RowUpper[i] >= 0);
        return new EngineResult(zeroFits ? Solver.ResultStatus.OPTIMAL : Solver.ResultStatus.INFEASIBLE) { MinimizedBound = 0 };
    }

    private void FillRows(IReadOnlyList<Constraint> constraints)
    {
        foreach (var constraint in constraints)
        {
            RowLower[constraint.Row] = Native(constraint.Lb());
            RowUpper[constraint.Row] = Native(constraint.Ub());
            foreach (var column in constraint.Coefficients.Keys)
            {
                Starts[column + 1]++;
            }
        }

        for (var j = 0; j < ColumnCount; j++)
        {
            Starts[j + 1] += Starts[j];
        }

        var next = Starts[..^1].ToArray();
        foreach (var constraint in constraints)
        {
            foreach (var (column, coefficient) in constraint.Coefficients)
            {
                Rows[next[column]] = constraint.Row;
                Coefficients[next[column]++] = coefficient;
            }
        }
    }

    private static bool Crosses(double[] lower, double[] upper) => lower.Zip(upper).Any(b => b.First > b.Second);

    private static double Native(double bound) => Math.Clamp(bound, -NativeInfinity, NativeInfinity);
}
