namespace SageServe.Planning;

/// <summary>
/// First estimate of an ARMA model (Hannan and Rissanen 1982): a long autoregression gives innovations, then the series is
/// regressed on its own and the innovations' past. Rows with an absent value are left out.
/// </summary>
internal static class HannanRissanen
{
    private const int LongLagsMax = 24;

    /// <param name="deviations">The differenced series less its mean; NaN where absent.</param>
    /// <param name="order">Its P and Q.</param>
    /// <returns>Null when the series says too little.</returns>
    public static ArimaCoefficients? Estimate(double[] deviations, ArimaOrder order)
    {
        var longLags = Math.Min(LongLagsMax, Math.Max(order.P + order.Q, deviations.Length / 10));
        var innovations = order.Q == 0 ? deviations : Innovations(deviations, longLags);
        if (innovations is null)
        {
            return null;
        }

        var squares = new LeastSquares(order.P + order.Q);
        var row = new double[order.P + order.Q];
        for (var t = Math.Max(order.P, order.Q); t < deviations.Length; t++)
        {
            for (var i = 1; i <= order.P; i++)
            {
                row[i - 1] = deviations[t - i];
            }

            for (var j = 1; j <= order.Q; j++)
            {
                row[order.P + j - 1] = innovations[t - j];
            }

            AddIfComplete(squares, row, deviations[t]);
        }

        return squares.Rows < 2 * row.Length || squares.Solve() is not { } solution
            ? null
            : new ArimaCoefficients(solution[..order.P], solution[order.P..], 0);
    }

    private static double[]? Innovations(double[] deviations, int lags)
    {
        var squares = new LeastSquares(lags);
        var row = new double[lags];
        for (var t = lags; t < deviations.Length; t++)
        {
            Past(deviations, t, row);
            AddIfComplete(squares, row, deviations[t]);
        }

        if (squares.Rows < 2 * lags || squares.Solve() is not { } phi)
        {
            return null;
        }

        var innovations = new double[deviations.Length];
        Array.Fill(innovations, double.NaN);
        for (var t = lags; t < deviations.Length; t++)
        {
            Past(deviations, t, row);
            innovations[t] = deviations[t];
            for (var i = 0; i < lags; i++)
            {
                innovations[t] -= phi[i] * row[i];
            }
        }

        return innovations;
    }

    private static void Past(double[] series, int t, double[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = series[t - 1 - i];
        }
    }

    private static void AddIfComplete(LeastSquares squares, double[] row, double value)
    {
        if (!double.IsNaN(value) && !Array.Exists(row, double.IsNaN))
        {
            squares.Add(row, value);
        }
    }
}
