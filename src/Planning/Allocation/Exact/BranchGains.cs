namespace SageServe.Planning;

/// <summary>What deciding a column has raised the bound by so far, per unit, downward and upward: what to decide next.</summary>
internal sealed class BranchGains(int columns)
{
    private const double Least = 1e-6;
    private readonly double[] _sum = new double[2 * columns];
    private readonly int[] _count = new int[2 * columns];
    private double _all;
    private int _known;

    /// <param name="column">The one that was decided.</param>
    /// <param name="isUp">The side.</param>
    /// <param name="gain">What the bound rose by.</param>
    /// <param name="moved">How far the column had to move.</param>
    public void Learn(int column, bool isUp, double gain, double moved)
    {
        var at = 2 * column + (isUp ? 1 : 0);
        _all -= Mean(at);
        _known += _count[at] == 0 ? 1 : 0;
        _sum[at] += Math.Max(0, gain) / Math.Max(1e-3, moved);
        _count[at]++;
        _all += Mean(at);
    }

    /// <summary>More is better: both sides should rise.</summary>
    public double Score(int column, double fraction) => Side(2 * column, fraction) * Side(2 * column + 1, 1 - fraction);

    private double Side(int at, double moved) => Math.Max(Least, (_count[at] > 0 ? Mean(at) : _all / Math.Max(1, _known)) * moved);

    private double Mean(int at) => _count[at] > 0 ? _sum[at] / _count[at] : 0;
}
