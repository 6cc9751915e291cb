namespace Google.OrTools.LinearSolver;

/// <summary>Coefficients of a row or of the objective.</summary>
internal sealed class LinearTerms
{
    private readonly SortedDictionary<int, double> _byColumn = [];

    /// <summary>Ascending; none is zero.</summary>
    public IReadOnlyDictionary<int, double> ByColumn => _byColumn;

    public void Set(Variable var, double coeff)
    {
        ArgumentNullException.ThrowIfNull(var);
        if (coeff == 0)
        {
            _byColumn.Remove(var.Column);
        }
        else
        {
            _byColumn[var.Column] = coeff;
        }
    }

    public double Get(Variable var)
    {
        ArgumentNullException.ThrowIfNull(var);
        return _byColumn.GetValueOrDefault(var.Column);
    }

    public void Clear() => _byColumn.Clear();
}
