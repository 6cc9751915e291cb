using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace SageServe.Planning;

/// <summary>Ordinary least squares by normal equations, summed row by row: few columns, many rows, the same bits every time.</summary>
internal sealed class LeastSquares(int columns)
{
    /// <summary>Relative to the mean diagonal; keeps columns that say the same thing from blowing up.</summary>
    private const double Ridge = 1e-9;

    private readonly DenseMatrix _normal = new(columns, columns);
    private readonly DenseVector _right = new(columns);

    public int Rows { get; private set; }

    public void Add(ReadOnlySpan<double> row, double value)
    {
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                _normal[i, j] += row[i] * row[j];
            }

            _right[i] += row[i] * value;
        }

        Rows++;
    }

    /// <summary>Coefficients; null when the columns don't determine them. <paramref name="damping"/> scales the diagonal up (Levenberg-Marquardt).</summary>
    public double[]? Solve(double damping = 0)
    {
        var trace = 0.0;
        for (var i = 0; i < columns; i++)
        {
            trace += _normal[i, i];
        }

        var matrix = (Matrix<double>)DenseMatrix.Create(columns, columns, (i, j) => i >= j ? _normal[i, j] : _normal[j, i]);
        for (var i = 0; i < columns; i++)
        {
            matrix[i, i] += damping * _normal[i, i] + Ridge * trace / columns + double.Epsilon;
        }

        try
        {
            var solution = matrix.Cholesky().Solve(_right);
            return solution.All(double.IsFinite) ? solution.ToArray() : null;
        }
        catch (ArgumentException)
        {
            // MathNet says so when the matrix is not positive definite.
            return null;
        }
    }
}
