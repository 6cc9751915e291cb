namespace SageServe.Planning;

/// <summary>
/// Weighted normal equations with an intercept as last unknown, solved by a Cholesky factorisation in place: the inner loop of the
/// hourly fits, so plain arrays and no allocation per row.
/// </summary>
internal sealed class NormalEquations(int unknowns)
{
    private readonly double[] _lower = new double[unknowns * unknowns];
    private readonly double[] _right = new double[unknowns];

    public void Add(ReadOnlySpan<double> row, double target, double weight)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var factor = weight * row[i];
            var line = _lower.AsSpan(i * unknowns, i + 1);
            for (var j = 0; j < line.Length; j++)
            {
                line[j] += factor * row[j];
            }

            _right[i] += factor * target;
            _lower[row.Length * unknowns + i] += factor;
        }

        _lower[^1] += weight;
        _right[row.Length] += weight * target;
    }

    /// <summary>All unknowns, the intercept last and unshrunk; null when the sums are not finite. Uses the sums up.</summary>
    /// <param name="shrinkage">Added to the diagonal of every other unknown.</param>
    public double[]? Solve(double shrinkage)
    {
        for (var i = 0; i < unknowns - 1; i++)
        {
            _lower[i * unknowns + i] += shrinkage;
        }

        for (var i = 0; i < unknowns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = _lower[i * unknowns + j] - RidgeCoefficients.Dot(_lower.AsSpan(i * unknowns, j), _lower.AsSpan(j * unknowns, j));
                _lower[i * unknowns + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / _lower[j * unknowns + j];
            }

            _right[i] = (_right[i] - RidgeCoefficients.Dot(_lower.AsSpan(i * unknowns, i), _right)) / _lower[i * unknowns + i];
        }

        for (var i = unknowns - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < unknowns; k++)
            {
                _right[i] -= _lower[k * unknowns + i] * _right[k];
            }

            _right[i] /= _lower[i * unknowns + i];
        }

        return Array.TrueForAll(_right, double.IsFinite) ? _right : null;
    }
}
