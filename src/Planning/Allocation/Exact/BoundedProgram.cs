namespace SageServe.Planning;

/// <summary>A linear program in memory: every column has finite bounds, so that any prices of rows give a bound that no solution beats.</summary>
internal sealed class BoundedProgram
{
    private readonly List<double> _lower = [];
    private readonly List<double> _upper = [];
    private readonly List<double> _usd = [];
    private readonly List<bool> _isWhole = [];
    private readonly List<double> _rowLower = [];
    private readonly List<double> _rowUpper = [];
    private readonly List<List<(int Column, double Coefficient)>> _rows = [];

    public int Columns => _usd.Count;

    public int Rows => _rows.Count;

    /// <summary>Added to the cost of every solution.</summary>
    public double ConstantUsd { get; set; }

    /// <summary>Above what any solution costs.</summary>
    public double DearestUsd => 1 + ConstantUsd + Enumerable.Range(0, Columns).Sum(j => Math.Max(_usd[j] * _lower[j], _usd[j] * _upper[j])) * 1.01;

    public int Column(double lower, double upper, double usd, bool isWhole)
    {
        Invariant.Holds(double.IsFinite(lower) && double.IsFinite(upper), "columns are bounded");
        _lower.Add(lower);
        _upper.Add(upper);
        _usd.Add(usd);
        _isWhole.Add(isWhole);
        return _usd.Count - 1;
    }

    public int Row(double lower, double upper)
    {
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        _rows.Add([]);
        return _rows.Count - 1;
    }

    public void Set(int row, int column, double coefficient)
    {
        if (coefficient != 0)
        {
            _rows[row].Add((column, coefficient));
        }
    }

    public double Lower(int column) => _lower[column];

    public double Upper(int column) => _upper[column];

    public double RowLower(int row) => _rowLower[row];

    public double RowUpper(int row) => _rowUpper[row];

    public double Usd(int column) => _usd[column];

    public bool IsWhole(int column) => _isWhole[column];

    public IReadOnlyList<(int Column, double Coefficient)> Terms(int row) => _rows[row];
}
