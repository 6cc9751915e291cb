namespace SageServe.Planning;

/// <summary>
/// Forecasts one load outside a plan, by the code that plans use. It remembers: a second call with the same load grown longer notes what
/// came and only learns again what has weight, as the hourly plan does.
/// </summary>
public sealed class LoadForecaster
{
    private readonly LoadQuestion _question;
    private readonly SeriesForecaster _forecaster;
    private readonly SeriesMemory _memory;

    /// <exception cref="ArgumentException">No forecaster has that name.</exception>
    public LoadForecaster(LoadQuestion question)
    {
        if (!Forecasters.Names.Contains(question.Forecaster))
        {
            throw new ArgumentException($"Forecaster '{question.Forecaster}' is unknown; use one of: {string.Join(", ", Forecasters.Names)}.", nameof(question));
        }

        _question = question;
        _forecaster = Forecasters.Of(question.Forecaster);
        _memory = _forecaster.Begin();
        _memory.Calendar = question.Calendar.Days;
    }

    /// <param name="history">What came.</param>
    /// <param name="study">True: methods study first, which is dear.</param>
    public LoadAnswer Forecast(LoadHistory history, bool study)
    {
        var series = history.InSteps(_question.Step);
        var band = _forecaster.Forecast(series, new ForecastWindow(0, _question.Horizon, _question.Stride), _question.Window, _memory, study);
        return new LoadAnswer(
            band.Method, band.Reason, band.Detail, series.Steps.End, [.. band.Quantiles.Select(q => q.ToWire())],
            [.. band.Windows.Select(w => new WindowOutlook(w.Lead, w.Length, w.Mean.ToWire(), w.Peak.ToWire()))]);
    }
}
