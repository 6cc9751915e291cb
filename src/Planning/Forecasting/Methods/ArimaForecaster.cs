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

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        var values = new double[grid.Length];
        for (var t = 0; t < values.Length; t++)
        {
            values[t] = !grid.IsPresent(t) ? double.NaN : onLogarithm ? Math.Log(1 + grid.Values[t]) : grid.Values[t];
        }

        var model = new ArimaModel(values, order, ArimaFit.Fit(values.AsSpan(0, known), order));
        return onLogarithm ? new Unlogged(model) : model;
    }

    private sealed class Unlogged(IForecastModel inner) : IForecastModel
    {
        public void Predict(int origin, Span<double> horizon)
        {
            inner.Predict(origin, horizon);
            for (var i = 0; i < horizon.Length; i++)
            {
                horizon[i] = Math.Exp(horizon[i]) - 1;
            }
        }
    }
}
