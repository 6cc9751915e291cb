namespace Google.OrTools.LinearSolver;

public sealed class Constraint
{
    private readonly Solver _solver;
    private readonly string _name;
    private readonly LinearTerms _terms = new();
    private double _lb;
    private double _ub;

    internal Constraint(Solver solver, int row, double lb, double ub, string name)
    {
        _solver = solver;
        Row = row;
        _lb = lb;
        _ub = ub;
        _name = string.IsNullOrEmpty(name) ? $"auto_c_{row:000000000}" : name;
    }

    internal int Row { get; }

    /// <summary>Coefficients by column, ascending; none is zero.</summary>
    internal IReadOnlyDictionary<int, double> Coefficients => _terms.ByColumn;

    public string Name() => _name;

    public int Index() => Row;

    public double Lb() => _lb;

    public double Ub() => _ub;

    public void SetLb(double lb) => _lb = lb;

    public void SetUb(double ub) => _ub = ub;

    public void SetBounds(double lb, double ub)
    {
        _lb = lb;
        _ub = ub;
    }

    public void SetCoefficient(Variable var, double coeff) => _terms.Set(var, coeff);

    public double GetCoefficient(Variable var) => _terms.Get(var);

    /// <summary>Known after a solve of a linear engine; else 0.</summary>
    public double DualValue() => _solver.Result.DualValue(Row);
}
