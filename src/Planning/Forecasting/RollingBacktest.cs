namespace SageServe.Planning;

/// <summary>
/// Asks a forecaster at many past moments, one plan interval apart, and compares with what came. It learns once, from the steps
/// before the first of those moments, so that no answer knows its own future.
/// </summary>
internal static class RollingBacktest
{
    private const int OriginsMin = 4;
    private const int OriginsMax = 96;

    /// <summary>Moments to ask at, oldest first; empty when history is too short. At least half of the history stays for learning.</summary>
    public static int[] Origins(DemandGrid grid, ForecastWindow window)
    {
        var last = grid.Length - window.Horizon;
        var room = last - grid.Length / 2;
        var count = room <= 0 ? 0 : Math.Min(OriginsMax, room / window.Stride + 1);
        return count < OriginsMin
            ? []
            : [.. Enumerable.Range(0, count).Select(i => last - (count - 1 - i) * window.Stride)];
    }

    /// <summary>Null when the method could not have answered at the first origin, or nothing can be compared.</summary>
    public static ForecastScore? Score(IForecaster forecaster, DemandGrid grid, ForecastWindow window, int[] origins)
    {
        if (origins.Length == 0 || forecaster.StepsNeeded(grid.Step) > origins[0])
        {
            return null;
        }

        var model = forecaster.Fit(grid, origins[0], recipe: null);
        var bounds = ForecastBounds.Of(grid);
        var horizon = new double[window.Horizon];
        var ratios = new List<double>(origins.Length * (window.Horizon - window.Lead));
        double missed = 0;
        double came = 0;
        foreach (var origin in origins)
        {
            model.Predict(origin, horizon);
            for (var step = window.Lead; step < window.Horizon; step++)
            {
                if (grid.IsPresent(origin + step))
                {
                    var actual = grid.Values[origin + step];
                    var forecast = bounds.Clamp(horizon[step]);
                    missed += Math.Abs(actual - forecast);
                    came += actual;
                    ratios.Add(bounds.Ratio(actual, forecast));
                }
            }
        }

        ratios.Sort();
        return ratios.Count == 0 ? null : new ForecastScore(forecaster.Name, came > 0 ? missed / came : missed > 0 ? 1 : 0, origins.Length, [.. ratios]);
    }
}
