namespace Google.OrTools.LinearSolver;

public sealed class Objective
{
    private readonly LinearTerms _terms = new();
    private double _offset;
    private bool _maximize;
    private double _value;
    private double _bestBound;

    internal Objective()
    {
    }

    /// <summary>Coefficients by column, ascending; none is zero.</summary>
    internal IReadOnlyDictionary<int, double> Coefficients => _terms.ByColumn;

    public void SetCoefficient(Variable var, double coeff) => _terms.Set(var, coeff);

    public double GetCoefficient(Variable var) => _terms.Get(var);

    public void SetOffset(double value) => _offset = value;

    public double Offset() => _offset;

    public void SetOptimizationDirection(bool maximize) => _maximize = maximize;

    public void SetMinimization() => _maximize = false;

    public void SetMaximization() => _maximize = true;

    public bool Minimization() => !_maximize;

    public bool Maximization() => _maximize;

    public void Clear()
    {
        _terms.Clear();
        _offset = 0;
        _maximize = false;
    }

    /// <summary>Of the last solution; 0 without one.</summary>
    public double Value() => _value;

    /// <summary>The best value that the last solve did not rule out.</summary>
    public double BestBound() => _bestBound;

    internal void Take(EngineResult result, Solver solver)
    {
        var sign = _maximize ? -1 : 1;
        _value = result.HasSolution ? _offset + _terms.ByColumn.Sum(c => c.Value * solver.Variables[c.Key].SolutionValue()) : 0;
        _bestBound = _offset + sign * result.MinimizedBound;
    }
}
