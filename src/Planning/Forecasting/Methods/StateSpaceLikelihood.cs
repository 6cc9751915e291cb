namespace SageServe.Planning;

/// <summary>
/// Exact Gaussian likelihood of a stationary ARMA with regressors by the Kalman filter (Harvey 1989, section 3.3): absent steps are
/// simply not updated by. Variance and regression coefficients are concentrated out. O(steps x state^2) until the filter is steady,
/// then O(steps x state).
/// </summary>
internal sealed class StateSpaceLikelihood
{
    private const double Steady = 1e-11;
    private readonly double[] _phi;
    private readonly double[] _load;
    private readonly double[] _covariance;
    private readonly double[] _gain;

    /// <param name="coefficients">Expanded; the mean is not used, it is a regressor.</param>
    public StateSpaceLikelihood(ArimaCoefficients coefficients)
    {
        Size = Math.Max(coefficients.Phi.Length, coefficients.Theta.Length + 1);
        _phi = new double[Size];
        coefficients.Phi.CopyTo(_phi, 0);
        _load = new double[Size];
        _load[0] = 1;
        coefficients.Theta.CopyTo(_load, 1);
        _covariance = StationaryCovariance.Of(_phi, _load);
        _gain = new double[Size];
    }

    public int Size { get; }

    /// <param name="series">The (differenced) series; NaN where absent.</param>
    /// <param name="regressors">Columns as long as the series and <paramref name="ahead"/> steps longer; none for a mean of zero.</param>
    /// <param name="ahead">Steps to forecast after the last.</param>
    public LikelihoodAnswer Filter(double[] series, double[][] regressors, int ahead)
    {
        var states = new double[regressors.Length + 1][];
        for (var c = 0; c < states.Length; c++)
        {
            states[c] = new double[Size];
        }

        var squares = new LeastSquares(Math.Max(1, regressors.Length));
        var innovations = new List<double[]>(series.Length);
        var (logs, isSteady) = (0.0, false);
        for (var t = 0; t < series.Length; t++)
        {
            var variance = _covariance[0];
            if (double.IsNaN(series[t]))
            {
                isSteady = false;
                Advance(states, isUpdated: false, ref isSteady);
                continue;
            }

            var root = Math.Sqrt(variance);
            var row = new double[states.Length];
            for (var c = 0; c < states.Length; c++)
            {
                row[c] = ((c == 0 ? series[t] : regressors[c - 1][t]) - states[c][0]) / root;
            }

            innovations.Add(row);
            if (regressors.Length > 0)
            {
                squares.Add(row.AsSpan(1), row[0]);
            }

            logs += Math.Log(variance);
            Update(states, row, root);
            Advance(states, isUpdated: true, ref isSteady);
        }

        double[] beta = regressors.Length == 0 ? [] : squares.Solve() ?? new double[regressors.Length];
        var sum = innovations.Sum(row => Square(row[0] - RidgeCoefficients.Dot(row.AsSpan(1), beta)));
        return LikelihoodAnswer.Of(innovations.Count, sum, logs, beta, Ahead(states, beta, regressors, series.Length, ahead));
    }

    private void Update(double[][] states, double[] row, double root)
    {
        for (var i = 0; i < Size; i++)
        {
            _gain[i] = _covariance[i] / root;
        }

        for (var c = 0; c < states.Length; c++)
        {
            for (var i = 0; i < Size; i++)
            {
                states[c][i] += _gain[i] * row[c];
            }
        }
    }

    /// <summary>a = T a and P = T P T' + R R', after the update where there was one.</summary>
    private void Advance(double[][] states, bool isUpdated, ref bool isSteady)
    {
        foreach (var state in states)
        {
            Shift(state);
        }

        if (!isSteady)
        {
            var change = isUpdated ? StationaryCovariance.AdvanceUpdated(_covariance, _gain, _load) : StationaryCovariance.Advance(_covariance, _phi, _load);
            isSteady = isUpdated && change < Steady;
        }
    }

    private void Shift(double[] state)
    {
        var first = state[0];
        for (var i = 0; i < Size; i++)
        {
            state[i] = _phi[i] * first + (i + 1 < Size ? state[i + 1] : 0);
        }
    }

    private double[] Ahead(double[][] states, double[] beta, double[][] regressors, int from, int steps)
    {
        var forecast = new double[steps];
        for (var h = 0; h < steps; h++)
        {
            forecast[h] = states[0][0];
            for (var c = 0; c < beta.Length; c++)
            {
                forecast[h] += beta[c] * (regressors[c][from + h] - states[c + 1][0]);
            }

            foreach (var state in states)
            {
                Shift(state);
            }
        }

        return forecast;
    }

    private static double Square(double value) => value * value;
}
