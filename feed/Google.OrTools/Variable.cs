namespace Google.OrTools.LinearSolver;

public sealed class Variable
{
    private readonly Solver _solver;
    private readonly string _name;
    private double _lb;
    private double _ub;

    internal Variable(Solver solver, int column, double lb, double ub, bool integer, string name)
    {
        _solver = solver;
        Column = column;
        _lb = lb;
        _ub = ub;
        IsInteger = integer;
        _name = string.IsNullOrEmpty(name) ? $"auto_v_{column:000000000}" : name;
    }

    internal int Column { get; }

    internal bool IsInteger { get; private set; }

    public string Name() => _name;

    public double Lb() => _lb;

    public double Ub() => _ub;

    public void SetLb(double lb) => _lb = lb;

    public void SetUb(double ub) => _ub = ub;

    public void SetBounds(double lb, double ub)
    {
        _lb = lb;
        _ub = ub;
    }

    public void SetInteger(bool integer) => IsInteger = integer;

    /// <summary>Its value in the last solution (rounded for an integer of a mixed integer engine); 0 without one.</summary>
    public double SolutionValue()
    {
        var value = _solver.Result.Value(Column);
        return IsInteger && _solver.RoundsIntegers ? Math.Round(value) : value;
    }

    /// <summary>Known after a solve of a linear engine; else 0.</summary>
    public double ReducedCost() => _solver.Result.ReducedCost(Column);
}
