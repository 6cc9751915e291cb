using System.Globalization;

namespace SageServe.Planning;

/// <summary>What a forecast says of itself.</summary>
internal static class BandText
{
    /// <summary>Parts of a mixture that are named.</summary>
    private const int Named = 3;

    public static (string Method, string Reason, string Detail) Of(DemandGrid grid, MethodPanel panel, TargetBook book, ForecastScore? score)
    {
        var parts = Enumerable.Range(0, panel.Count).Where(k => book.Weights[k] > 0).OrderByDescending(k => book.Weights[k]).ThenBy(k => k).ToList();
        var method = parts.Count == 0 ? LastValueForecaster.MethodName : parts.Count == 1 ? panel.Name(parts[0]) : Forecasters.Ensemble;
        if (book.Residuals < ResidualSample.Least)
        {
            return (method, "short-history", string.Create(
                CultureInfo.InvariantCulture,
                $"History of {grid.Length} steps of {grid.Step.TotalMinutes:0.#} min is too short to compare methods or to know the band: half and double are shown."));
        }

        var mixture = string.Join(", ", parts.Take(Named).Select(k => string.Create(CultureInfo.InvariantCulture, $"{panel.Name(k)} {book.Weights[k]:P0}")));
        var error = score is null ? "not known yet" : string.Create(CultureInfo.InvariantCulture, $"{score.Wape:P1}, {score.OverLastValue:0.00} times that of the last value");
        return (method, score is { Loses: true } ? "loses-to-last-value" : "backtest", string.Create(
            CultureInfo.InvariantCulture, $"{mixture}; error lately {error}; band from {book.Residuals} forecasts."));
    }
}
