using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>Forecasts one series: backtests every method, takes the best one, learns again from everything, draws the band.</summary>
internal sealed class SeriesForecaster(ImmutableArray<IForecaster> forecasters)
{
    /// <summary>A less simple method must be better by this much to be taken.</summary>
    private const double Margin = 0.02;

    /// <summary>Band without a backtest: half and double, which says "we hardly know".</summary>
    private const double UnknownLow = 0.5;
    private const double UnknownHigh = 2;

    public ForecastBand Forecast(DemandGrid grid, ForecastWindow window)
    {
        if (grid.CountPresent() == 0)
        {
            return ForecastBand.Nothing;
        }

        var origins = RollingBacktest.Origins(grid, window);
        var scores = forecasters.Select(f => (Forecaster: f, Score: RollingBacktest.Score(f, grid, window, origins))).ToList();
        var best = scores.FindIndex(s => s.Score is not null);
        if (best < 0)
        {
            return WithoutBacktest(grid, window);
        }

        for (var i = best + 1; i < scores.Count; i++)
        {
            if (scores[i].Score is { } score && score.Wape < scores[best].Score!.Wape * (1 - Margin))
            {
                best = i;
            }
        }

        var chosen = scores[best].Score!;
        var points = Points(scores[best].Forecaster, grid, window, chosen.Ratio(0.05), chosen.Ratio(0.5), chosen.Ratio(0.95));
        return new ForecastBand(chosen.Method, "backtest", Explain(scores.Select(s => s.Score), chosen), chosen, points);
    }

    private static ForecastBand WithoutBacktest(DemandGrid grid, ForecastWindow window)
    {
        var points = Points(new LastValueForecaster(), grid, window, UnknownLow, 1, UnknownHigh);
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"History of {grid.Length} steps of {grid.Step.TotalMinutes:0.#} min is too short to compare methods; the last value is used.");
        return new ForecastBand(LastValueForecaster.MethodName, "short-history", detail, null, points);
    }

    private static ImmutableArray<ForecastPoint> Points(
        IForecaster forecaster, DemandGrid grid, ForecastWindow window, double low, double middle, double high)
    {
        var horizon = new double[window.Horizon];
        forecaster.Fit(grid, grid.Length, recipe: null).Predict(grid.Length, horizon);
        var bounds = ForecastBounds.Of(grid);
        var points = ImmutableArray.CreateBuilder<ForecastPoint>(horizon.Length);
        for (var i = 0; i < horizon.Length; i++)
        {
            var forecast = bounds.Clamp(horizon[i]);
            var median = bounds.Move(forecast, middle);
            points.Add(new ForecastPoint(
                grid.End + grid.Step * i,
                median,
                Math.Min(median, bounds.Move(forecast, low)),
                Math.Max(median, bounds.Move(forecast, high))));
        }

        return points.MoveToImmutable();
    }

    private static string Explain(IEnumerable<ForecastScore?> scores, ForecastScore chosen)
    {
        var list = string.Join(", ", scores.OfType<ForecastScore>().Select(
            s => string.Create(CultureInfo.InvariantCulture, $"{s.Method} {s.Wape:P1}")));
        return $"Error over {chosen.Origins} past plans: {list}.";
    }
}
