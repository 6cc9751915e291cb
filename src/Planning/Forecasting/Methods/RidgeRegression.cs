using System.Buffers;

namespace SageServe.Planning;

/// <summary>
/// Weighted least squares with shrinkage on standardised columns, made robust by reweighting (Huber 1964), so that one spike does not
/// teach. Rows are collected first; an entry that is not known (NaN) counts as the mean of its column, that is, as saying nothing.
/// </summary>
internal sealed class RidgeRegression(int columns, int rowsMax) : IDisposable
{
    private const int Rounds = 2;

    /// <summary>Residuals beyond this many mean absolute residuals weigh less.</summary>
    private const double Tail = 2;

    private readonly double[] _rows = ArrayPool<double>.Shared.Rent(columns * rowsMax);
    private readonly double[] _targets = new double[rowsMax];
    private readonly double[] _weights = new double[rowsMax];
    private int _count;

    /// <summary>Where the next row is to be written before <see cref="Add"/>.</summary>
    public Span<double> Next => _rows.AsSpan(_count * columns, columns);

    /// <summary>Takes the row written to <see cref="Next"/>.</summary>
    public void Add(double target, double weight) => (_targets[_count], _weights[_count++]) = (target, weight);

    public void Dispose() => ArrayPool<double>.Shared.Return(_rows);

    /// <param name="shrinkage">In rows: as if that many rows of weight one had said that a column of unit spread tells nothing.</param>
    /// <returns>Null when there are too few rows to learn from.</returns>
    public RidgeCoefficients? Solve(double shrinkage)
    {
        if (_count < 4)
        {
            return null;
        }

        var (means, spreads) = Standardise();
        var weights = _weights.AsSpan(0, _count).ToArray();
        var beta = Once(weights, shrinkage);
        for (var round = 0; round < Rounds && beta is not null; round++)
        {
            Reweigh(beta, weights);
            beta = Once(weights, shrinkage) ?? beta;
        }

        var targets = _targets.Take(_count);
        return beta is null ? null : new RidgeCoefficients(beta[..columns], beta[columns], means, spreads, targets.Min(), targets.Max());
    }

    private (double[] Means, double[] Spreads) Standardise()
    {
        var means = new double[columns];
        var spreads = new double[columns];
        for (var j = 0; j < columns; j++)
        {
            double sum = 0;
            double squares = 0;
            var known = 0;
            for (var i = j; i < _count * columns; i += columns)
            {
                if (!double.IsNaN(_rows[i]))
                {
                    sum += _rows[i];
                    squares += _rows[i] * _rows[i];
                    known++;
                }
            }

            means[j] = known == 0 ? 0 : sum / known;
            var variance = known == 0 ? 0 : squares / known - means[j] * means[j];
            spreads[j] = variance > 1e-18 ? Math.Sqrt(variance) : double.PositiveInfinity;
            for (var i = j; i < _count * columns; i += columns)
            {
                _rows[i] = double.IsNaN(_rows[i]) ? 0 : (_rows[i] - means[j]) / spreads[j];
            }
        }

        return (means, spreads);
    }

    private double[]? Once(double[] weights, double shrinkage)
    {
        var equations = new NormalEquations(columns + 1);
        for (var i = 0; i < _count; i++)
        {
            equations.Add(_rows.AsSpan(i * columns, columns), _targets[i], weights[i]);
        }

        return equations.Solve(shrinkage);
    }

    private void Reweigh(double[] beta, double[] weights)
    {
        double sum = 0;
        for (var i = 0; i < _count; i++)
        {
            weights[i] = Math.Abs(_targets[i] - RidgeCoefficients.Dot(_rows.AsSpan(i * columns, columns), beta) - beta[columns]);
            sum += weights[i];
        }

        var edge = Tail * sum / _count;
        for (var i = 0; i < _count; i++)
        {
            weights[i] = _weights[i] * (weights[i] <= edge ? 1 : edge / weights[i]);
        }
    }
}
