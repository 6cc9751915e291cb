using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace SageServe.Planning;

/// <summary>Ordinary least squares by normal equations, summed row by row: few columns, many rows, the same bits every time.</summary>
internal sealed class LeastSquares(int columns)
{
    /// <summary>Relative to the mean diagonal; keeps columns that say the same thing from blowing up.</summary>
    private const double Ridge = 1e-9;

    // The lower triangle row by row, in plain arrays: this is the inner loop of every fit.
    private readonly double[] _normal = new double[columns * columns];
    private readonly double[] _right = new double[columns];

    public int Rows { get; private set; }

    public void Add(ReadOnlySpan<double> row, double value)
    {
        for (var i = 0; i < columns; i++)
        {
            var factor = row[i];
            var line = _normal.AsSpan(i * columns, i + 1);
            for (var j = 0; j < line.Length; j++)
            {
                line[j] += factor * row[j];
            }

            _right[i] += factor * value;
        }

        Rows++;
    }

    /// <summary>Coefficients; null when the columns don't determine them. <paramref name="damping"/> scales the diagonal up (Levenberg-Marquardt).</summary>
    public double[]? Solve(double damping = 0)
    {
        var trace = 0.0;
        for (var i = 0; i < columns; i++)
        {
            trace += _normal[i * columns + i];
        }

        var matrix = (Matrix<double>)DenseMatrix.Create(columns, columns, (i, j) => _normal[Math.Max(i, j) * columns + Math.Min(i, j)]);
        for (var i = 0; i < columns; i++)
        {
            matrix[i, i] += damping * _normal[i * columns + i] + Ridge * trace / columns + double.Epsilon;
        }

        try
        {
            var solution = matrix.Cholesky().Solve(DenseVector.OfArray(_right));
            return solution.All(double.IsFinite) ? solution.ToArray() : null;
        }
        catch (ArgumentException)
        {
            // MathNet says so when the matrix is not positive definite.
            return null;
        }
    }
}
