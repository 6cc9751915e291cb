namespace SageServe.Planning;

/// <summary>
/// ARIMA(p,d,q) without a seasonal part, as in the paper, on the logarithm of one plus the series: load multiplies rather than
/// adds, and a forecast can't become negative.
/// </summary>
internal sealed class ArimaForecaster(ArimaOrder order, bool onLogarithm) : IForecaster
{
    private readonly int _stepsNeeded = 12 * (order.P + order.Q) + order.D;

    public string Name { get; } = $"arima{order}{(onLogarithm ? "-log" : "")}";

    public int StepsNeeded(TimeSpan step) => _stepsNeeded;

    public ForecastRecipe? Study(DemandGrid grid, int known)
    {
        var studied = ArimaFit.Fit(Values(grid).AsSpan(0, known), order);
        return new ForecastRecipe
        {
            Method = Name,
            Order = [order.P, order.D, order.Q],
            Lambda = onLogarithm ? 0 : 1,
            Coefficients = [.. studied.Phi, .. studied.Theta],
            Step = grid.Step,
            StudiedAt = grid.End - grid.Step * (grid.Length - known),
        };
    }

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        var values = Values(grid);
        var start = recipe is not null && recipe.Fits(Name, grid) && recipe.Coefficients.Length == order.P + order.Q
            ? new ArimaCoefficients([.. recipe.Coefficients.Take(order.P)], [.. recipe.Coefficients.Skip(order.P)], 0)
            : null;
        var model = new ArimaModel(values, order, ArimaFit.Fit(values.AsSpan(0, known), order, start));
        return onLogarithm ? new Unlogged(model) : model;
    }

    private double[] Values(DemandGrid grid)
    {
        var values = new double[grid.Length];
        for (var t = 0; t < values.Length; t++)
        {
            values[t] = !grid.IsPresent(t) ? double.NaN : onLogarithm ? Math.Log(1 + grid.Values[t]) : grid.Values[t];
        }

        return values;
    }

    private sealed class Unlogged(IForecastModel inner) : IForecastModel
    {
        /// <summary>Beyond this there is no finite number to come back to.</summary>
        private const double LogMax = 700;

        public void Predict(int origin, Span<double> horizon)
        {
            inner.Predict(origin, horizon);
            for (var i = 0; i < horizon.Length; i++)
            {
                horizon[i] = Math.Exp(Math.Min(horizon[i], LogMax)) - 1;
            }
        }
    }
}
